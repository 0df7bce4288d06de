import type {ColumnSnapshot, Snapshot, TableSnapshot} from './snapshot.ts';

/** One line a column, index and key: git merges changes of different ones by itself. */
export function formatSnapshot({head, namespaces, nativeEnums, views, tables}: Snapshot): string {
	return `{
  "version": 1,
  "head": ${JSON.stringify(head)},
  "namespaces": ${JSON.stringify(namespaces)},
  "nativeEnums": ${JSON.stringify(nativeEnums)},
  "views": ${JSON.stringify(views)},
  "tables": ${list(tables.map(formatTable), 2)}
}
`;
}

function formatTable(table: TableSnapshot): string {
	const {name, entity, schema, comment, policies, rlsEnabled, rlsForced, partitioning} = table;
	const own = {name, entity, schema, comment, rlsEnabled, rlsForced, policies, partitioning};
	const plain = (values: unknown[]) =>
		list(
			values.map(value => JSON.stringify(value)),
			6,
		);
	const columns = Object.entries(table.columns).map(
		([key, column]) => [key, slim(column)] as const,
	);
	const keys = Object.entries(table.foreignKeys).map(
		([key, value]) => [key, JSON.stringify(value)] as const,
	);
	return `{
      ${JSON.stringify(own).slice(1, -1)},
      "columns": ${record(columns)},
      "indexes": ${plain(table.indexes)},
      "checks": ${plain(table.checks)},
      "triggers": ${plain(table.triggers)},
      "foreignKeys": ${record(keys)}
    }`;
}

/** Only of columns: the comparator tells `false` from nothing in the flags of an index. */
function slim(column: ColumnSnapshot): string {
	const kept = Object.entries(column).filter(([, value]) => !isNothing(value));
	const isFlat = kept.every(([, value]) => typeof value !== 'object');
	const slimmed = isFlat
		? undefined
		: (_: string, value: unknown) => (isNothing(value) ? undefined : value);
	return JSON.stringify(Object.fromEntries(kept), slimmed);
}

function isNothing(value: unknown): boolean {
	return value === null || value === false || (Array.isArray(value) && value.length === 0);
}

/** Whether the two would be written alike, but for the migration that they belong to. */
export function isSameSchema(a: Snapshot, b: Snapshot): boolean {
	if (a.tables.length !== b.tables.length) return false;
	return formatSnapshot({...a, head: null}) === formatSnapshot({...b, head: null});
}

/** The comma stands in front: what is added at the end leaves the line before it as it was. */
function list(lines: string[], indent: number, [open, close] = ['[', ']']): string {
	if (lines.length === 0) return `${open}${close}`;
	const margin = ' '.repeat(indent);
	return `${open}\n${margin}  ${lines.join(`\n${margin}, `)}\n${margin}${close}`;
}

function record(entries: (readonly [string, string])[]): string {
	const lines = entries.map(([key, value]) => `${JSON.stringify(key)}: ${value}`);
	return list(lines, 6, ['{', '}']);
}
