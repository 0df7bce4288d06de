/** What fills a column of a rebuilt table, as SQL, by the column's name. */
export type Fills = Record<string, string>;

/** The fills of a table difference that a question was answered for. */
export const fillsOf = new WeakMap<object, Fills>();

const safeHelpers = new WeakMap<object, any>();

/** Is called before the schema generator is made, which keeps the helper that it finds. */
export function keepDataInRebuilds(platform: any, {SqliteSchemaHelper}: any): void {
	const SafeHelper = safeSqliteHelper(SqliteSchemaHelper);
	if (platform.schemaHelper instanceof SafeHelper) return;
	platform.schemaHelper = new SafeHelper(platform);
}

/**
 * MikroORM's SQLite schema helper with a rebuild that keeps the data. Its own copies NULL into a
 * renamed column and into an added NOT NULL one, and cannot drop a column that is a foreign key.
 * The pragmas it writes do nothing inside a transaction: the executor turns the keys off before it.
 * @param SqliteSchemaHelper the class of the project's own copy of MikroORM
 */
function safeSqliteHelper(SqliteSchemaHelper: any): any {
	const known = safeHelpers.get(SqliteSchemaHelper);
	if (known) return known;
	class SafeSqliteSchemaHelper extends SqliteSchemaHelper {
		alterTable(difference: any, safe?: boolean): string[] {
			return mustRebuild(difference, safe)
				? this.getAlterTempTableSQL(difference)
				: super.alterTable(difference, safe);
		}

		getAlterTempTableSQL(difference: any): string[] {
			const {toTable} = difference;
			const quote = (name: string) => (this as any).platform.quoteIdentifier(name);
			const table = quote(toTable.name);
			const copy = quote(`${toTable.name}__temp_alter`);
			const [create, ...rest] = (this as any).createTable(toTable) as [string, ...string[]];
			const columns = toTable.getColumns().filter((column: any) => !column.generated);
			const names = columns.map((column: any) => quote(column.name)).join(', ');
			const values = columns
				.map((column: any) => copiedValue(column, difference, quote))
				.join(', ');
			return [
				...this.dropsOf(difference),
				create.replace(`create table ${table}`, () => `create table ${copy}`),
				`insert into ${copy} (${names}) select ${values} from ${table};`,
				`drop table ${table};`,
				`alter table ${copy} rename to ${table};`,
				...rest,
			];
		}

		/** Drops what must not come back: the executor recreates what a rebuild only loses. */
		private dropsOf(difference: any): string[] {
			const {removedIndexes, changedIndexes, renamedIndexes, removedTriggers, changedTriggers} =
				difference;
			const indexes = [
				...Object.values<any>({...removedIndexes, ...changedIndexes}).map(({keyName}) => keyName),
				...Object.keys(renamedIndexes),
			].filter(name => name !== 'primary');
			const triggers = Object.values<any>({...removedTriggers, ...changedTriggers});
			return [
				...indexes.map(
					name => `drop index if exists ${(this as any).platform.quoteIdentifier(name)};`,
				),
				...triggers.map(trigger => (this as any).dropTrigger(difference.toTable, trigger)),
			];
		}
	}
	safeHelpers.set(SqliteSchemaHelper, SafeSqliteSchemaHelper);
	return SafeSqliteSchemaHelper;
}

function mustRebuild(difference: any, safe?: boolean): boolean {
	const keys = Object.values<any>(difference.fromTable.getForeignKeys());
	const keyColumns = new Set(keys.flatMap(key => key.columnNames));
	const dropsKey =
		Object.keys(difference.removedForeignKeys).length > 0 ||
		Object.keys(difference.removedColumns).some(name => keyColumns.has(name));
	// SQLite keeps comments and checks in the table's own text, and adds no column that is computed and
	// stored. MikroORM would rebuild the table for a check as well, but lose that of a new column.
	const isText =
		'changedComment' in difference ||
		Object.keys(difference.addedChecks).length > 0 ||
		Object.values<any>(difference.addedColumns).some(({generated}) => generated);
	return (
		isText || (dropsKey && !safe) || Object.values<any>(difference.addedColumns).some(isRequired)
	);
}

/** SQLite adds no such column, even to a table without rows. */
function isRequired({nullable, generated, default: value}: any): boolean {
	return !nullable && !generated && value == null;
}

function copiedValue(column: any, difference: any, quote: (name: string) => string): string {
	const fill = fillsOf.get(difference)?.[column.name];
	const renamed = Object.entries<any>(difference.renamedColumns).find(
		([, {name}]) => name === column.name,
	)?.[0];
	const old = difference.fromTable.getColumn(column.name) ? column.name : renamed;
	if (old) return fill === undefined ? quote(old) : `coalesce(${quote(old)}, ${fill})`;
	if (fill !== undefined) return fill;
	return column.default != null && column.default !== 'null' ? String(column.default) : 'null';
}
