import path from 'node:path';
import type {App} from '../../project/apps/app-registry.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import type {Driver} from '../../project/settings/settings.ts';
import {overMikroOrm} from '../engine/mikro-orm.ts';
import type {MigrationFile} from '../files/loader.ts';
import {MigrationGraph} from '../graph/graph.ts';
import {resolveReplacements} from '../graph/replacements.ts';
import {loadFullGraph} from '../graph/state.ts';
import {onOtherDialect} from '../make/other-dialects.ts';
import type {Snapshot} from '../schema/snapshot.ts';
import {variantsFor} from './new-dialects.ts';
import {optimized, type Range} from './optimizer.ts';
import {dialectsOf, hasStatements, type Part, partsOn} from './parts.ts';

/** A migration in place of many, not written yet. */
export interface Squashed extends MigrationFile {
	/** For each kind of database that they are made for, the project's own first. */
	variants: SquashedVariant[];
	/** Why the statements could not be optimized. */
	notOptimized?: string;
}

export interface SquashedVariant {
	driver: Driver;
	/** Those that it replaces, each with what it runs. */
	parts: Part[];
	/** One way from the schema before them to the one after, in place of the parts. */
	optimized?: {up: string[]; down: string[]};
	/** The schema afterwards, of a kind of database that the app had none of. */
	snapshot?: Snapshot;
}

export interface SquashOptions {
	/** What stands behind the number, in place of the names of those that it replaces. */
	name?: string;
	/** It begins with the app's first, as none was named. */
	isFirst: boolean;
	/** Whether to look for a shorter way. */
	optimize: boolean;
	/** Kinds of database to make the app for besides those that its migrations are for. */
	dialects?: Driver[];
}

/**
 * One migration out of many: the way from the schema before them to the one after, where that is all
 * that they do; else their statements in their order, and backwards in the reverse one.
 * @throws CommandError `not-transactional`, `not-installed`, `no-dialect`, `circular-dependency`
 */
export async function squash(
	project: Project,
	open: OpenOrm,
	app: App,
	files: MigrationFile[],
	options: SquashOptions,
): Promise<Squashed> {
	const replaces = files.map(({id}) => id);
	const inside = new Set(replaces);
	const needed = files.flatMap(({dependencies}) => dependencies).filter(id => !inside.has(id));
	const name = nameOf(files, options);
	const squashed: Squashed = {
		id: `${app.label}.${name}`,
		app: app.label,
		name,
		path: path.join(app.migrationsFolder, `${name}.ts`),
		dependencies: [...new Set(needed)],
		replaces,
		variants: await concatenated(project, open, files),
	};
	await verifyOrder(project, squashed);
	const range = {app, files, before: await before(project, app, files)};
	const known = squashed.variants.map(({driver}) => driver);
	const wanted = options.dialects?.filter(driver => !known.includes(driver)) ?? [];
	const more = await variantsFor(wanted, project, open, range, squashed.variants[0]!);
	const short = options.optimize ? await optimize(project, open, range, squashed) : squashed;
	return {...short, variants: [...short.variants, ...more]};
}

function nameOf(files: MigrationFile[], {name, isFirst}: SquashOptions): string {
	const first = files[0]!.name;
	if (name !== undefined) return `${first.split('_')[0]}_${name}`;
	return `${isFirst ? '0001' : first}_squashed_${files.at(-1)!.name}`;
}

async function concatenated(
	project: Project,
	open: OpenOrm,
	files: MigrationFile[],
): Promise<SquashedVariant[]> {
	const orm = await overMikroOrm(project, open);
	const variants: SquashedVariant[] = [];
	for (const driver of dialectsOf(files, orm.driverName)) {
		const parts = await partsOn(driver, files, orm);
		// A database that one of them has left out has no way through all of them.
		if (driver === orm.driverName || parts.every(hasStatements)) variants.push({driver, parts});
	}
	return variants;
}

/** A shorter way for every kind of database, or for none. */
async function optimize(
	project: Project,
	open: OpenOrm,
	range: Range,
	squashed: Squashed,
): Promise<Squashed> {
	const variants: SquashedVariant[] = [];
	for (const variant of squashed.variants) {
		const work = async (other: Project, over: OpenOrm) =>
			optimized(range, variant.parts, await overMikroOrm(other, over));
		const way =
			variant.driver === project.settings.database.driver
				? await work(project, open)
				: await onOtherDialect(project, variant.driver, open.entities, work);
		if ('because' in way) return {...squashed, notOptimized: way.because};
		variants.push({...variant, optimized: way});
	}
	return isShorter(variants) ? {...squashed, variants} : squashed;
}

/** What of the app comes before the migrations, oldest first. */
async function before(
	project: Project,
	{label}: App,
	[first]: MigrationFile[],
): Promise<MigrationFile[]> {
	const graph = await loadFullGraph(project);
	const ancestors = graph.withAncestors([first!.id]);
	return graph.of(label).filter(({id}) => ancestors.has(id) && id !== first!.id);
}

function isShorter(variants: SquashedVariant[]): boolean {
	return variants.some(({parts, optimized}) => optimized!.up.length < lengthOf(parts));
}

/** How many statements they are, forwards. */
export function lengthOf(parts: Part[]): number {
	return parts.reduce((sum, {up}) => sum + up.sql.length, 0);
}

/** What another app's migrations stand between may not be put together. */
async function verifyOrder(project: Project, squashed: MigrationFile): Promise<void> {
	const {order} = await loadFullGraph(project);
	const {files} = resolveReplacements([...order, squashed], new Map());
	new MigrationGraph(files, project.apps);
}
