import {readApplied} from '../migrations/recorder.ts';
import {type AppMigrations, loadGraph, migrationState} from '../migrations/state.ts';
import {appOf} from '../project/app-registry.ts';
import {openProject} from '../project/open.ts';
import type {Command} from './command.ts';

const command: Command = {
	usage: '[APP…] [--plan]',
	maximum: Number.POSITIVE_INFINITY,
	options: {
		plan: {type: 'boolean', help: 'in the order in which they are applied, not by app'},
	},
	async *run({directory, options, positionals}) {
		const project = await openProject(directory);
		const labels = positionals.map(label => appOf(project.apps, label).label);
		const wanted = (label: string) => labels.length === 0 || labels.includes(label);
		const [graph, applied] = await Promise.all([loadGraph(project), readApplied(project)]);
		if (options.plan) {
			const plan = graph.order
				.filter(({app}) => wanted(app))
				.map(({id}) => ({migration: id, applied: applied.get(id)?.toISOString() ?? null}));
			const text = plan.map(({migration, applied}) => `${mark(applied)}  ${migration}`).join('\n');
			yield {type: 'result', value: {plan}, text: text || '(no migrations)'};
			return;
		}
		for (const app of migrationState(project, graph, applied).apps) {
			if (!wanted(app.label)) continue;
			yield {type: 'result', value: plainData(app), title: app.label, text: listing(app)};
		}
	},
};

export default command;

function mark(applied: unknown): string {
	return applied ? '[X]' : '[ ]';
}

function listing({migrations, missing}: AppMigrations): string {
	const lines = [
		...migrations.map(
			({name, applied, edited}) =>
				` ${mark(applied)} ${name}${edited ? ' (edited since applied)' : ''}`,
		),
		...missing.map(({name}) => ` [X] ${name} (FILE MISSING)`),
	];
	return lines.join('\n') || ' (no migrations)';
}

function plainData({label, migrations, missing, conflict}: AppMigrations): object {
	return {
		label,
		migrations: [
			...migrations.map(({name, applied, edited}) => ({
				name,
				applied: applied?.toISOString() ?? null,
				...(edited && {edited}),
			})),
			...missing.map(({name, applied}) => ({
				name,
				applied: applied.toISOString(),
				missingFile: true,
			})),
		],
		...(conflict && {conflict}),
	};
}
