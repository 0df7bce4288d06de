import {CommandError} from '../../errors/command-error.ts';
import type {App} from '../../project/apps/app-registry.ts';
import type {Project} from '../../project/project.ts';
import type {MigrationFile} from '../files/loader.ts';
import {refuseBroken} from '../graph/graph.ts';
import {findMigration} from '../graph/plan.ts';
import {loadFullGraph} from '../graph/state.ts';

/**
 * The migrations of an app from one to another, oldest first.
 * @param from the first one, or as much of its name as is unique; the app's first if left out
 * @throws CommandError `unknown-migration`, `no-migrations`, `squashed-migration`, `squashed-backfill`
 */
export async function migrationsToSquash(
	project: Project,
	app: App,
	from: string | undefined,
	to: string,
): Promise<MigrationFile[]> {
	const graph = await loadFullGraph(project);
	if (graph.of(app.label).length === 0) {
		throw new CommandError(
			`App '${app.label}' does not have migrations (so squashmigrations on it makes no sense)`,
			{code: 'no-migrations'},
		);
	}
	const last = findMigration(graph, app.label, to);
	const needed = graph.withAncestors([last.id]);
	const all = graph.of(app.label).filter(({id}) => needed.has(id));
	const first = from === undefined ? all[0]! : findMigration(graph, app.label, from);
	const start = all.findIndex(({id}) => id === first.id);
	if (start < 0) throw comesAfter(first, last);
	const files = all.slice(start);
	refuseBroken(files);
	const squashed = files.find(({replaces}) => replaces.length > 0);
	if (squashed) throw squashedTwice(squashed);
	const backfill = files.find(file => file.backfill);
	if (backfill) throw fillsRows(backfill);
	return files;
}

function comesAfter(first: MigrationFile, last: MigrationFile): CommandError {
	return new CommandError(
		`The migration '${first.id}' cannot be found. Maybe it comes after the migration '${last.id}'?`,
		{
			code: 'unknown-migration',
			hint: `Run 'quarterdeck showmigrations ${last.app}' to see their order.`,
		},
	);
}

function fillsRows({id}: MigrationFile): CommandError {
	return new CommandError(`${id} is a backfill, which cannot be squashed.`, {
		code: 'squashed-backfill',
		hint: 'Squash up to it, or from behind it. If it is applied everywhere, delete it and its id from dependencies.',
	});
}

function squashedTwice({name}: MigrationFile): CommandError {
	return new CommandError(
		`You cannot squash squashed migrations! Please transition it to a normal migration first: ${name}`,
		{
			code: 'squashed-migration',
			hint: 'If it is applied everywhere, delete those it replaces and its static replaces.',
		},
	);
}
