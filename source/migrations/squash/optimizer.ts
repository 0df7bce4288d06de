import type {App} from '../../project/apps/app-registry.ts';
import type {Driver} from '../../project/settings/settings.ts';
import {withoutGuesses} from '../detect/autodetector.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import {isAsGenerated} from '../files/generated.ts';
import type {MigrationFile} from '../files/loader.ts';
import {readingOf} from '../files/reading.ts';
import {emptySnapshot, type Snapshot} from '../schema/snapshot.ts';
import {type Part, runsCode} from './parts.ts';
import {snapshotAfter} from './past-snapshots.ts';

/** What is squashed, and what of the same app comes before it; both oldest first. */
export interface Range {
	app: App;
	before: MigrationFile[];
	files: MigrationFile[];
}

export type Optimized = {up: string[]; down: string[]} | {because: string};

/**
 * The shortest way from the schema before the migrations to the one after them: what one adds and
 * another takes away again is not in it. Only where the engine wrote all of them is that the same as
 * what they do.
 * @param parts what they do on this database, one each
 * @returns or why it cannot be told
 */
export function optimized(range: Range, parts: Part[], orm: MikroOrm): Optimized {
	const because = obstacle(range, parts, orm.driverName);
	if (because !== undefined) return {because};
	const from = schemaBefore(range, orm.driverName);
	const to = snapshotAfter(range.app, orm.driverName, [...range.before, ...range.files]);
	if (from && to) return statementsBetween(from, to, orm);
	const {name} = (from ? range.files : range.before).at(-1)!;
	return {
		because: `neither the app's ${orm.driverName} snapshot nor a committed one is of ${name}`,
	};
}

function schemaBefore({app, before}: Range, driver: Driver): Snapshot | undefined {
	return before.length === 0 ? emptySnapshot() : snapshotAfter(app, driver, before);
}

/** The same as the autodetector makes of them, but for questions: there are no rows to ask for. */
function statementsBetween(from: Snapshot, to: Snapshot, orm: MikroOrm): Optimized {
	const target = orm.schemaFrom(to);
	const difference = withoutGuesses(orm.compare(orm.schemaFrom(from), target));
	const inverse = withoutGuesses(orm.compare(target, orm.schemaFrom(from), difference));
	return {up: orm.sqlOf(difference), down: orm.sqlOf(inverse)};
}

/** @returns what one of the migrations does that is in no snapshot */
function obstacle({app, before, files}: Range, parts: Part[], driver: Driver): string | undefined {
	if (branches(app, before, files)) return `the migrations before ${files[0]!.id} are in branches`;
	for (const [index, file] of files.entries()) {
		const {up, down} = parts[index]!;
		const sql = {driver, up: up.sql, down: down?.sql ?? []};
		if (runsCode(parts[index]!)) return `${file.id} runs code`;
		if (sql.up.length + sql.down.length === 0) continue;
		const reading = readingOf(file)!;
		const made = [...reading.generated.keys()];
		if (made.length > 0 && !made.includes(driver)) {
			return `${file.id} was made for ${made.join(' and ')} only`;
		}
		if (!isAsGenerated(reading, sql)) return `${file.id} is not as makemigrations wrote it`;
		// On tables that the range makes itself there are no rows to be kept.
		if (before.length > 0 && reading.answers.length > 0) {
			return `${file.id} renames or fills what may have rows before`;
		}
	}
	return undefined;
}

/** Whether the schema before them is not that after a single migration. */
function branches({label}: App, before: MigrationFile[], files: MigrationFile[]): boolean {
	const inside = new Set(files.map(({id}) => id));
	const outside = files
		.flatMap(({dependencies}) => dependencies)
		.filter(id => id.startsWith(`${label}.`) && !inside.has(id));
	return outside.some(id => id !== before.at(-1)?.id);
}
