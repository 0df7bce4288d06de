import type {App} from '../../project/apps/app-registry.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import {statementsBetween} from '../detect/steps.ts';
import type {MikroOrm, SchemaDifference} from '../engine/mikro-orm.ts';
import {isAsGenerated} from '../files/generated.ts';
import type {MigrationFile} from '../files/loader.ts';
import {readingOf} from '../files/reading.ts';
import {emptySnapshot, type Snapshot} from '../schema/snapshot.ts';
import {type Part, runsCode} from './parts.ts';
import {snapshotAfter} from './past-snapshots.ts';

/** The migrations that are squashed, and those of the app before them; both oldest first. */
export interface Range {
	app: App;
	before: MigrationFile[];
	files: MigrationFile[];
	/** Whether the app has no others. */
	isWhole: boolean;
}

export type Optimized = {up: string[]; down: string[]} | {because: string};

/**
 * The statements from the schema before the migrations to the one after them, without what one adds and
 * another removes. They do the same as the migrations only if makemigrations wrote all of these.
 * @param parts what each of them does on this database
 * @returns or why that is not possible
 */
export function optimized(range: Range, parts: Part[], orm: MikroOrm): Optimized {
	const because = obstacle(range, parts, orm.driverName);
	if (because !== undefined) return {because};
	const {app, before, files} = range;
	const after = (migrations: MigrationFile[]) => snapshotAfter(app, orm.driverName, migrations);
	const from = before.length === 0 ? emptySnapshot() : after(before);
	const to = after([...before, ...files]);
	if (from && to) return optimizedBetween(app, from, to, orm);
	const {name} = (from ? files : before).at(-1)!;
	return {
		because: `neither the app's ${orm.driverName} snapshot nor a committed one is of ${name}`,
	};
}

/** As the autodetector does, but without questions: there are no rows to ask about. */
function optimizedBetween(app: App, from: Snapshot, to: Snapshot, orm: MikroOrm): Optimized {
	const compare = (before: any, after: any) => orm.compareExactly(before, after);
	const writing = {
		orm,
		app,
		compare,
		write: (difference: SchemaDifference) => orm.sqlOf(difference),
	};
	return {
		up: statementsBetween(writing, from, to).sql,
		down: statementsBetween(writing, to, from).sql,
	};
}

/** @returns what one of the migrations does that is in no snapshot */
function obstacle({app, before, files}: Range, parts: Part[], driver: Dialect): string | undefined {
	if (branches(app, before, files)) return `the migrations before ${files[0]!.id} are in branches`;
	for (const [index, file] of files.entries()) {
		const part = parts[index]!;
		const sql = {driver, up: part.up.sql, down: part.down?.sql ?? []};
		if (runsCode(part)) return `${file.id} runs code`;
		if (sql.up.length + sql.down.length === 0) continue;
		const reading = readingOf(file)!;
		const made = [...reading.generated.keys()];
		if (made.length > 0 && !made.includes(driver)) {
			return `${file.id} was made for ${made.join(' and ')} only`;
		}
		if (!isAsGenerated(reading, sql)) return `${file.id} is not as makemigrations wrote it`;
		// Tables that the range makes itself have no rows yet.
		if (before.length > 0 && reading.answers.length > 0) {
			return `${file.id} renames or fills tables that may have rows`;
		}
	}
	return undefined;
}

/** Whether more than one migration leads to the schema before them. */
function branches({label}: App, before: MigrationFile[], files: MigrationFile[]): boolean {
	const inside = new Set(files.map(({id}) => id));
	const outside = files
		.flatMap(({dependencies}) => dependencies)
		.filter(id => id.startsWith(`${label}.`) && !inside.has(id));
	return outside.some(id => id !== before.at(-1)?.id);
}
