import {defineCommand} from '../../command-definition/define-command.ts';
import type {CommandError} from '../../errors/command-error.ts';
import {warningsOfChangedFiles} from '../../migrations/graph/changed-files.ts';
import {
	type AppMigrations,
	loadMigrations,
	type MigrationEntry,
	migrationState,
} from '../../migrations/graph/state.ts';
import {appOf} from '../../project/apps/app-registry.ts';
import {openProject} from '../../project/open/open.ts';
import type {Project} from '../../project/project.ts';
import {findProject} from '../../project/settings/find.ts';
import {log} from '../../runs/events.ts';
import {appsOnDisk} from '../../status/on-disk.ts';
import {filledInWords} from '../../words/progress.ts';

export default defineCommand({
	arguments: {
		apps: {many: true, optional: true, value: 'APP', help: 'the apps to list (default: all)'},
	},
	flags: {
		plan: {type: 'boolean', help: 'list in the order in which migrations are applied'},
	},
	async *run({apps, plan: inOrder}, {directory}) {
		const location = findProject(directory);
		let project: Project;
		try {
			project = await openProject(location.root);
		} catch (error) {
			for (const {label, files = []} of appsOnDisk(location)) {
				const text = files.map(name => ` [?] ${name}`).join('\n');
				yield {type: 'result', value: {label, files}, title: label, text};
			}
			throw error;
		}
		const labels = apps.map(label => appOf(project.apps, label).label);
		const wanted = (label: string) => labels.length === 0 || labels.includes(label);
		const problems: CommandError[] = [];
		const loaded = await loadMigrations(project, problem => problems.push(problem));
		const {graph, applied} = loaded;
		const listed = migrationState(project, loaded).apps.filter(({label}) => wanted(label));
		const broken = listed.flatMap(({migrations}) => migrations.flatMap(one => one.broken ?? []));
		if (inOrder) {
			const plan = graph.order
				.filter(({app}) => wanted(app))
				.map(({id, backfill}) => ({
					...{migration: id, applied: applied.get(id)?.toISOString() ?? null},
					...(backfill && {backfill: {}}),
				}));
			const text = plan.map(one => `${mark(one.applied)}  ${one.migration}${note(one)}`).join('\n');
			yield {type: 'result', value: {plan}, text: text || '(no migrations)'};
		} else {
			for (const app of listed)
				yield {type: 'result', value: plainData(app), title: app.label, text: listing(app)};
		}
		yield* warningsOfChangedFiles(listed).map(log.warning);
		const [problem] = [...problems, ...broken];
		if (problem) throw problem;
	},
});

function mark(applied: unknown): string {
	return applied ? '[X]' : '[ ]';
}

function listing({migrations, missing}: AppMigrations): string {
	const lines = [
		...migrations.map(lineOf),
		...missing.map(({name}) => ` [X] ${name} (FILE MISSING)`),
	];
	return lines.join('\n') || ' (no migrations)';
}

/** ` (backfill)`, ` (backfill, 120,000 of 500,000 rows)` */
function note({backfill}: Pick<MigrationEntry, 'backfill'>): string {
	if (!backfill) return '';
	const {filled, total} = backfill;
	return filled === undefined ? ' (backfill)' : ` (backfill, ${filledInWords(filled, total)})`;
}

function lineOf({name, applied, squashed, unrecorded, edited, backfill}: MigrationEntry): string {
	const count = squashed ? ` (${squashed} squashed migrations)` : note({backfill});
	if (!unrecorded) {
		return ` ${mark(applied)} ${name}${count}${edited ? ' (edited since applied)' : ''}`;
	}
	return ` [-] ${name}${count} Run 'quarterdeck migrate' to finish recording.`;
}

function plainData({label, migrations, missing, conflict}: AppMigrations): object {
	return {
		label,
		migrations: [
			...migrations.map(({name, applied, squashed, edited, backfill}) => ({
				name,
				applied: applied?.toISOString() ?? null,
				...(squashed && {squashed}),
				...(edited && {edited}),
				...(backfill && {backfill}),
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
