import type {ColumnSnapshot, Snapshot, TableSnapshot} from './snapshot.ts';

/** One line for each column, index and key, so that git merges changes of different ones by itself. */
export function formatSnapshot(snapshot: Snapshot): string {
	const {head, namespaces, nativeEnums, views, routines, tables} = snapshot;
	return `{
  "version": 1,
  "head": ${json(head)},
  "namespaces": ${json(namespaces)},
  "nativeEnums": ${json(nativeEnums)},
  "views": ${json(views)},${routines ? `\n  "routines": ${list(routines.map(json), 2)},` : ''}
  "tables": ${list(tables.map(formatTable), 2)}
}
`;
}

function formatTable(table: TableSnapshot): string {
	const {name, entity, schema, comment, policies, rlsEnabled, rlsForced, partitioning} = table;
	const own = {name, entity, schema, comment, rlsEnabled, rlsForced, policies, partitioning};
	return `{
      ${json(own).slice(1, -1)},
      "columns": ${record(table.columns, slim)},
      "indexes": ${list(table.indexes.map(json), 6)},
      "checks": ${list(table.checks.map(json), 6)},
      "triggers": ${list(table.triggers.map(json), 6)},
      "foreignKeys": ${record(table.foreignKeys, json)}
    }`;
}

/** Leaves out empty values of columns; in an index, `false` differs from nothing to the comparator. */
function slim(column: ColumnSnapshot): string {
	const rest = Object.entries(column).filter(([, value]) => !isNothing(value));
	const isNested = rest.some(([, value]) => typeof value === 'object');
	const slimmed = (_: string, value: unknown) => (isNothing(value) ? undefined : value);
	// A replacer is slow.
	return JSON.stringify(Object.fromEntries(rest), isNested ? slimmed : undefined);
}

function isNothing(value: unknown): boolean {
	return value === null || value === false || (Array.isArray(value) && value.length === 0);
}

/** Whether only the migrations that they belong to differ. */
export function isSameSchema(a: Snapshot, b: Snapshot): boolean {
	if (a.tables.length !== b.tables.length) return false;
	return formatSnapshot({...a, head: null}) === formatSnapshot({...b, head: null});
}

/** Commas begin lines, so that a line added at the end does not change the one before it. */
function list(lines: string[], indent: number, [open, close] = ['[', ']']): string {
	if (lines.length === 0) return `${open}${close}`;
	const margin = ' '.repeat(indent);
	return `${open}\n${margin}  ${lines.join(`\n${margin}, `)}\n${margin}${close}`;
}

function record<T>(parts: Record<string, T>, textOf: (part: T) => string): string {
	const lines = Object.entries(parts).map(([key, part]) => `${json(key)}: ${textOf(part)}`);
	return list(lines, 6, ['{', '}']);
}

function json(value: unknown): string {
	return JSON.stringify(value);
}
