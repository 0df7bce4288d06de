import path from 'node:path';
import type {App} from '../../project/apps/app-registry.ts';
import {type Dialect, dialectOf} from '../../project/database/dialect.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
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

/** A migration that replaces many, and is not written yet. */
export interface Squashed extends MigrationFile {
	/** One for each kind of database that they are made for, the project's own first. */
	variants: SquashedVariant[];
	/** Why the statements could not be optimized. */
	notOptimized?: string;
}

export interface SquashedVariant {
	driver: Dialect;
	/** What each of the migrations runs. */
	parts: Part[];
	/** The statements from the schema before them to the one after, used instead of the parts. */
	optimized?: {up: string[]; down: string[]};
	/** The schema after it, for a kind of database that is new to the app. */
	snapshot?: Snapshot;
}

export interface SquashOptions {
	/** Follows the number, instead of the names of those that it replaces. */
	name?: string;
	/** Whether it begins with the app's first migration, because none was named. */
	isFirst: boolean;
	/** Whether to look for fewer statements. */
	optimize: boolean;
	/** Kinds of database to make the app for besides those that its migrations are for. */
	dialects?: Dialect[];
}

/**
 * One migration from many: the statements from the schema before them to the one after, if that is all
 * that they do; otherwise all of their statements.
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
	const graph = await loadFullGraph(project);
	verifyOrder(project, graph, squashed);
	const all = graph.of(app.label);
	const ancestors = graph.withAncestors([files[0]!.id]);
	const before = all.filter(({id}) => ancestors.has(id) && id !== files[0]!.id);
	const range = {app, files, before, isWhole: all.length === files.length};
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
		const parts = partsOn(driver, files);
		// They cannot all run on a database that one of them leaves out.
		if (driver === orm.driverName || parts.every(hasStatements)) variants.push({driver, parts});
	}
	return variants;
}

/** Fewer statements for every kind of database, or for none. */
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
			variant.driver === dialectOf(project)
				? await work(project, open)
				: await onOtherDialect(project, variant.driver, open.entities, work);
		if ('because' in way) return {...squashed, notOptimized: way.because};
		variants.push({...variant, optimized: way});
	}
	const isShorter = variants.some(({parts, optimized}) => optimized!.up.length < lengthOf(parts));
	return isShorter ? {...squashed, variants} : squashed;
}

/** The number of statements forwards. */
export function lengthOf(parts: Part[]): number {
	return parts.reduce((sum, {up}) => sum + up.sql.length, 0);
}

/** Migrations cannot be squashed if one of another app has to run between them. */
function verifyOrder({apps}: Project, {order}: MigrationGraph, squashed: MigrationFile): void {
	new MigrationGraph(resolveReplacements([...order, squashed], new Map()).files, apps);
}
