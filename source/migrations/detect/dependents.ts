import type {Snapshot, TableSnapshot} from '../schema/snapshot.ts';
import {tableKey} from '../schema/table-key.ts';

/** A renamed table, or the table of a renamed column, before any rename. */
export interface RenamedTable {
	key: string;
	/** The table's name, and the new one. */
	names: string[];
	/** The names of its renamed columns, and their new ones. */
	columns: string[];
	/** Whether the table itself is renamed. */
	isRenamed: boolean;
}

/**
 * The schema without what names something renamed in a text of its own: views, triggers, checks,
 * policies, generated columns, and indexes of expressions. They are dropped before the rename and made
 * after it with the text that they are to have: no text is rewritten, and what a database makes of one
 * does not matter. What only seems to name it is dropped as well.
 */
export function withoutDependents(schema: Snapshot, renamed: RenamedTable[]): Snapshot {
	const middle = structuredClone(schema);
	const names = new Set(renamed.flatMap(({names, columns}) => [...names, ...columns]));
	for (const one of renamed) {
		const table = middle.tables.find(table => tableKey(table) === one.key)!;
		const own = one.isRenamed ? [...one.columns, ...one.names] : one.columns;
		for (const column of dropExpressions(table, own)) names.add(column);
		if (one.isRenamed) table.triggers = [];
	}
	dropViews(middle, names);
	for (const table of middle.tables) {
		table.triggers = table.triggers.filter(trigger => !mentions(trigger, names));
		table.policies = table.policies?.filter(policy => !mentions(policy, names));
	}
	return middle;
}

/** @returns the generated columns among them: what names one of these goes as well */
function dropExpressions(table: TableSnapshot, renamed: string[]): string[] {
	const names = new Set(renamed);
	const generated: string[] = [];
	for (const {name, generated: expression} of Object.values(table.columns)) {
		if (!expression || !mentions(expression, names)) continue;
		generated.push(name);
		names.add(name);
		delete table.columns[name];
	}
	const isOnOne = (columns: string[]) => columns.some(name => generated.includes(name));
	table.indexes = table.indexes.filter(
		({columnNames, expression, where}) =>
			!isOnOne(columnNames) && !mentions(expression, names) && !mentions(where, names),
	);
	table.checks = table.checks.filter(({expression}) => !mentions(expression, names));
	const keys = Object.entries(table.foreignKeys).filter(([, key]) => !isOnOne(key.columnNames));
	table.foreignKeys = Object.fromEntries(keys);
	return generated;
}

/** A view may show another one. */
export function dropViews(schema: Snapshot, names: Set<string>): void {
	for (;;) {
		const [kept, dropped] = [false, true].map(isDropped =>
			schema.views.filter(({definition}) => mentions(definition, names) === isDropped),
		) as [typeof schema.views, typeof schema.views];
		if (dropped.length === 0) return;
		schema.views = kept;
		for (const {name} of dropped) names.add(name);
	}
}

export function mentions(texts: unknown, names: Set<string>): boolean {
	const text = folded(JSON.stringify(texts) ?? '');
	return [...names].some(name => text.includes(folded(name)));
}

/** Databases fold cases and accents; quotes in a quoted name are doubled. */
function folded(text: string): string {
	return text
		.normalize('NFKD')
		.replace(/[\p{M}"'`\\]/gu, '')
		.toLowerCase();
}
