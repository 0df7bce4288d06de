import path from 'node:path';
import {quoteName, quotePart} from '../../project/database/dialect.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import type {NewFile} from '../../system/atomic-file.ts';
import type {AppChanges, Fill} from '../detect/autodetector.ts';
import {backfillsFolder} from '../files/loader.ts';
import type {Snapshot} from '../schema/snapshot.ts';
import type {NewMigration} from './writer.ts';

/** Of a table with more rows than that, one `update` takes too long. */
const manyRows = 100_000;

/** Whether rows of a table are filled in batches, by its name in the database now. */
export type FillsInBatches = (table: string) => Promise<boolean>;

/** Those tables that are large in the database as it is now; none where it cannot be asked. */
export function largeTables(project: Project): FillsInBatches {
	return async table => {
		const database = await connectDatabase(project).catch(() => undefined);
		if (!database) return false;
		try {
			const name = quoteName(table, database.dialect);
			const some = `select 1 as one from ${name} limit ${manyRows + 1}`;
			const [row] = await database.query(`select count(*) as count from (${some}) as some_rows`);
			return Number(row!.count) > manyRows;
		} catch {
			return false;
		} finally {
			await database.close();
		}
	};
}

/** Changes in several steps, where rows are filled in batches between two of them. */
export async function withFills(
	changes: AppChanges[],
	fillsInBatches: FillsInBatches,
): Promise<AppChanges[]> {
	const steps = await Promise.all(
		changes.map(async change => (await change.fillInBatches?.(fillsInBatches)) ?? [change]),
	);
	return steps.flat();
}

/** An `update` that fills what is NULL with the default of its column, as a fill. */
export function fillOf(sql: string, {tables}: Snapshot): Fill | undefined {
	for (const {name, schema, entity, columns} of tables) {
		const quote = (part: string) => quotePart(part, 'postgresql');
		const names = [quote(name), ...(schema ? [`${quote(schema)}.${quote(name)}`] : [])];
		for (const column of Object.values(columns)) {
			const own = quote(column.name);
			const ends = ` set ${own} = default where ${own} is null;`;
			if (names.some(table => sql === `update ${table}${ends}`))
				return {entity, property: column.property ?? column.name, value: 'default'};
		}
	}
	return undefined;
}

/** Fills become files in `backfills/`. */
export function asBackfills(made: NewMigration[]): NewMigration[] {
	return made.map(migration => {
		return migration.fill
			? {...migration, files: [fillFile(migration, migration.fill)]}
			: migration;
	});
}

export function fillFile(
	{app, name, dependencies}: Pick<NewMigration, 'app' | 'name' | 'dependencies'>,
	fill: Fill,
): NewFile {
	const file = path.join(app.folder, backfillsFolder, `${name}.ts`);
	return {path: file, text: textOf(fill, dependencies)};
}

function textOf({entity, property, value}: Fill, dependencies: string[]): string {
	const key = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(property) ? property : quoted(property);
	return `import { raw } from '@mikro-orm/core';
import { defineBackfill } from 'quarterdeck';

export default defineBackfill({
  entity: ${quoted(entity)},
  dependencies: [${dependencies.map(quoted).join(', ')}],
  where: { ${key}: null },
  run: { ${key}: raw(${quoted(value)}) },
});
`;
}

/** A text in JavaScript, in the quotes that need the fewest escapes. */
function quoted(text: string): string {
	const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
	const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
	return `${quote}${escaped.replaceAll(quote, `\\${quote}`)}${quote}`;
}
