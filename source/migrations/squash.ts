import {CommandError} from '../errors.ts';
import type {App} from '../project/app-registry.ts';
import type {Project} from '../project/open.ts';
import type {OpenOrm} from '../project/orm.ts';
import {MigrationGraph} from './graph.ts';
import type {MigrationFile} from './loader.ts';
import {overMikroOrm} from './mikro-orm.ts';
import {findMigration} from './plan.ts';
import {type Preview, previewStep} from './preview.ts';
import {resolveReplacements} from './replacements.ts';
import {loadFullGraph} from './state.ts';

/** A migration in place of many, not written yet. */
export interface Squashed extends MigrationFile {
	/** Those that it replaces, each with what it runs. */
	parts: Part[];
}

export interface Part {
	id: string;
	up: Preview;
	/** Undefined when it cannot be unapplied. */
	down: Preview | undefined;
}

/**
 * The migrations of an app from one to another, oldest first.
 * @param from the first one, or as much of its name as is unique; the app's first if left out
 * @throws CommandError `unknown-migration`, `no-migrations`, `squashed-migration`
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
	if (!all.some(({id}) => id === first.id)) throw comesAfter(first, last);
	const files = all.slice(all.findIndex(({id}) => id === first.id));
	const squashed = files.find(({replaces}) => replaces.length > 0);
	if (squashed) throw squashedTwice(squashed);
	return files;
}

/**
 * One migration out of many: their statements in their order, and backwards in the reverse one.
 * @throws CommandError `not-transactional`, `circular-dependency`
 */
export async function squash(
	project: Project,
	open: OpenOrm,
	files: MigrationFile[],
	isFirst: boolean,
): Promise<Squashed> {
	const orm = await overMikroOrm(project, open);
	const parts: Part[] = [];
	for (const file of files) {
		const up = await previewStep(orm, {file, direction: 'forwards'});
		if (!up.transactional) throw withoutTransaction(file);
		const down = await previewStep(orm, {file, direction: 'backwards'});
		const isIrreversible = /cannot be reverted/.test(down.stoppedBy ?? '');
		parts.push({id: file.id, up, down: isIrreversible ? undefined : down});
	}
	const {app, path, name: first} = files[0]!;
	const name = `${isFirst ? '0001' : first}_squashed_${files.at(-1)!.name}`;
	const replaces = files.map(({id}) => id);
	const inside = new Set(replaces);
	const needed = files.flatMap(({dependencies}) => dependencies).filter(id => !inside.has(id));
	const squashed = {
		id: `${app}.${name}`,
		app,
		name,
		path: `${path.slice(0, path.lastIndexOf(first))}${name}.ts`,
		dependencies: [...new Set(needed)],
		replaces,
		parts,
	};
	await verifyOrder(project, squashed);
	return squashed;
}

/** Whether one of its parts runs code that cannot be taken over as statements. */
export function runsCode({up, down}: Part): boolean {
	return [up, down].some(preview => preview?.runsCode || preview?.stoppedBy !== undefined);
}

/** What another app's migrations stand between may not be put together. */
async function verifyOrder(project: Project, squashed: MigrationFile): Promise<void> {
	const {order} = await loadFullGraph(project);
	const {files} = resolveReplacements([...order, squashed], new Map());
	new MigrationGraph(
		files,
		project.apps.map(({label}) => label),
	);
}

function comesAfter(first: MigrationFile, last: MigrationFile): CommandError {
	return new CommandError(
		`The migration '${first.id}' cannot be found. Maybe it comes after the migration '${last.id}'?`,
		{code: 'unknown-migration', hint: `Have a look at: quarterdeck showmigrations ${last.app}`},
	);
}

function squashedTwice({name}: MigrationFile): CommandError {
	return new CommandError(
		`You cannot squash squashed migrations! Please transition it to a normal migration first: ${name}`,
		{
			code: 'squashed-migration',
			hint: 'Where it is applied everywhere, delete those it replaces and take its static replaces out.',
		},
	);
}

function withoutTransaction({id}: MigrationFile): CommandError {
	return new CommandError(`${id} wants no transaction, so it cannot be one with others.`, {
		code: 'not-transactional',
		hint: 'Squash what comes before it, or after it.',
	});
}
