import type {Internals} from './internals.ts';

/**
 * Adds what MikroORM's comparator did not see to its difference between two schemas of our own. It is
 * made for texts that a database has rewritten: it ignores letter case, brackets and casts, and takes an
 * index by expression for its name. Both texts are the project's here, so those that differ, differ.
 */
export function addUnseen(internals: Internals, difference: any, from: any, to: any): any {
	for (const toTable of to.getTables()) {
		const name = toTable.getShortestName(false);
		const fromTable = from.getTable(name);
		if (!fromTable) continue;
		const change = difference.changedTables[name] ?? noChange(fromTable, toTable);
		addToTable(internals, change);
		if (isChange(change)) difference.changedTables[name] = change;
	}
	for (const table of Object.values<any>(difference.changedTables)) asTheyWereMade(table);
	addViews(difference, from, to);
	const {ignoreRoutines} = internals.config.get('schemaGenerator') ?? {};
	if (to.getRoutines && !ignoreRoutines) addRoutines(difference, from, to);
	return difference;
}

function addToTable({platform, config}: Internals, change: any): void {
	const {fromTable, toTable} = change;
	const [before, after] = [fromTable, toTable].map(table => table.toJSON());
	const {ignoreTriggers, ignorePolicies} = config.get('schemaGenerator') ?? {};
	addColumns(platform, change);
	unRenameIndexes(change, before.indexes, after.indexes);
	const ofTable = (table: any) => ({
		index: (name: string) => table.getIndexes().find((one: any) => one.keyName === name),
		trigger: (name: string) => table.getTrigger(name),
		policy: (name: string) => table.getPolicy(name),
	});
	const [old, now] = [ofTable(fromTable), ofTable(toTable)];
	const anew = (
		parts: 'Indexes' | 'Triggers' | 'Policies',
		name: string,
		kind: keyof typeof old,
	) => {
		delete change[`changed${parts}`]?.[name];
		change[`removed${parts}`][name] = old[kind](name);
		change[`added${parts}`][name] = now[kind](name);
	};
	const seen = (parts: string, name: string) =>
		['added', 'removed', 'changed'].some(kind => name in (change[`${kind}${parts}`] ?? {}));
	for (const name of differing(before.indexes, after.indexes, 'keyName')) {
		if (!now.index(name)?.primary && !seen('Indexes', name)) anew('Indexes', name, 'index');
	}
	const texts = ({checks}: any) => checks.map(({name, expression}: any) => ({name, expression}));
	for (const name of differing(texts(before), texts(after), 'name')) {
		if (!seen('Checks', name)) change.changedChecks[name] = toTable.getCheck(name);
	}
	// A trigger of several events is several triggers, so those that were are dropped by what they were.
	for (const name of ignoreTriggers ? [] : differing(before.triggers, after.triggers, 'name'))
		anew('Triggers', name, 'trigger');
	const ignoresPolicies = ignorePolicies || !platform.supportsRowLevelSecurity?.();
	for (const name of ignoresPolicies ? [] : differing(before.policies, after.policies, 'name'))
		anew('Policies', name, 'policy');
	const [oldKeys, keys] = [before, after].map(table => Object.values<any>(table.foreignKeys));
	for (const name of differing(oldKeys!, keys!, 'constraintName')) {
		if (!seen('ForeignKeys', name))
			change.changedForeignKeys[name] = toTable.getForeignKeys()[name];
	}
	if ((fromTable.comment || null) !== (toTable.comment || null))
		change.changedComment = toTable.comment;
	const [partitioned, partitioning] = [fromTable, toTable].map(table => table.getPartitioning?.());
	if (textOf(partitioned) !== textOf(partitioning))
		change.changedPartitioning = {from: partitioned, to: partitioning};
}

function addColumns(platform: any, change: any): void {
	const {fromTable, toTable, changedColumns, addedColumns, removedColumns} = change;
	for (const column of toTable.getColumns()) {
		const {name} = column;
		const fromColumn = fromTable.getColumn(name);
		if (!fromColumn || name in addedColumns) continue;
		const unseen = unseenIn(platform, fromColumn, column);
		const changedProperties = changedColumns[name]?.changedProperties ?? new Set();
		for (const property of unseen) changedProperties.add(property);
		if (changedProperties.size === 0) continue;
		const isMadeAnew =
			isComputed(fromColumn) !== isComputed(column) ||
			(isComputed(column) && [...changedProperties].some(property => property !== 'comment'));
		if (isMadeAnew) {
			delete changedColumns[name];
			removedColumns[name] = fromColumn;
			addedColumns[name] = column;
		} else {
			changedColumns[name] ??= {oldColumnName: name, fromColumn, column, changedProperties};
		}
	}
}

/** Its values come from an expression; PostgreSQL's identity columns have values of their own. */
function isComputed({generated}: any): boolean {
	return Boolean(generated) && !/\bidentity\b/i.test(generated);
}

/** What differs in a column, of which MikroORM knows nothing, or which it takes for the same. */
function unseenIn(platform: any, from: any, to: any): string[] {
	const ignored = new Set([...(from.ignoreSchemaChanges ?? []), ...(to.ignoreSchemaChanges ?? [])]);
	const both = isComputed(from) && isComputed(to);
	return [
		...(isSameDefault(from, to) ? [] : ['default']),
		...((from.generated ?? '') === (to.generated ?? '') ? [] : ['generated']),
		...(isSameType(platform, from, to) ? [] : ['type']),
		...(both && Boolean(from.nullable) !== Boolean(to.nullable) ? ['nullable'] : []),
	].filter(property => !ignored.has(property));
}

/** A snapshot may have the type as the database gives it back: `numeric` for `numeric(10,2)`. */
function isSameType(platform: any, from: any, to: any): boolean {
	if (from.autoincrement || to.autoincrement || from.enumItems?.length || to.enumItems?.length)
		return true;
	const normal = ({type, length, precision, scale}: any) =>
		platform.normalizeColumnType(type ?? '', {length, precision, scale})?.toLowerCase();
	const [one, other] = [from, to].map(({type}) => type?.toLowerCase());
	return one === other || one === normal(to) || other === normal(from);
}

/** A decimal number is the same with other zeros at its end. */
function isSameDefault(from: any, to: any): boolean {
	const [one, other] = [from, to].map(({default: value}) =>
		value == null || /^null$/i.test(value) ? undefined : String(value),
	);
	if (one === other) return true;
	if (one === undefined || other === undefined) return false;
	const [number, another] = [one, other].map(text => Number(text.replace(/^'(.+)'$/, '$1')));
	return (
		/^decimal$/i.test(to.mappedType.constructor.name.replace(/Type$/, '')) && number === another
	);
}

/** An index under another name is renamed only if the rest is the same to the letter. */
function unRenameIndexes(change: any, before: any[], after: any[]): void {
	for (const [old, index] of Object.entries<any>(change.renamedIndexes)) {
		const definition = (indexes: any[], name: string) =>
			textOf({...indexes.find(({keyName}) => keyName === name), keyName: undefined});
		if (definition(before, old) === definition(after, index.keyName)) continue;
		delete change.renamedIndexes[old];
		change.removedIndexes[old] = change.fromTable
			.getIndexes()
			.find((one: any) => one.keyName === old);
		change.addedIndexes[index.keyName] = index;
	}
}

/** What `create unique index` made is no constraint, though MikroORM says so of each unique one. */
function asTheyWereMade({removedIndexes}: any): void {
	for (const [name, index] of Object.entries<any>(removedIndexes)) {
		if (/^\s*create\b/i.test(index.expression ?? ''))
			removedIndexes[name] = {...index, constraint: false};
	}
}

function addViews(difference: any, from: any, to: any): void {
	for (const view of to.getViews()) {
		const name = view.schema ? `${view.schema}.${view.name}` : view.name;
		const old = from.getView(name) ?? from.getView(view.name);
		if (!old || name in difference.newViews || textOf(old) === textOf(view)) continue;
		// Of a view that stays, MikroORM changes the indexes alone.
		const isOnlyIndexes = textOf({...old, indexes: []}) === textOf({...view, indexes: []});
		if (isOnlyIndexes && name in difference.changedTables) continue;
		delete difference.changedTables[name];
		difference.changedViews[name] = {from: old, to: view};
	}
}

function addRoutines(difference: any, from: any, to: any): void {
	const keyOf = ({schema, name}: any) => (schema ? `${schema}.${name}` : name).toLowerCase();
	const old = new Map(from.getRoutines().map((routine: any) => [keyOf(routine), routine]));
	for (const routine of to.getRoutines()) {
		const before = old.get(keyOf(routine));
		if (!before || textOf(before) === textOf(routine)) continue;
		difference.changedRoutines[keyOf(routine)] = {from: before, to: routine};
	}
}

/** The names of those that are on both sides, and not the same. */
function differing(before: any[] = [], after: any[] = [], key: string): string[] {
	const old = new Map(before.map(part => [part[key], textOf(part)]));
	return after
		.filter(part => old.has(part[key]) && old.get(part[key]) !== textOf(part))
		.map(part => part[key]);
}

/** Without what is empty, in the order of the keys. */
function textOf(part: unknown): string {
	return JSON.stringify(part, (_, value) => {
		if (value === null || value === false) return undefined;
		if (Array.isArray(value)) return value.length > 0 ? value : undefined;
		if (typeof value !== 'object') return value;
		return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
	});
}

function noChange(fromTable: any, toTable: any): any {
	const parts = ['Columns', 'ForeignKeys', 'Indexes', 'Checks', 'Triggers', 'Policies'];
	const none = parts.flatMap(part =>
		['added', 'changed', 'removed', 'renamed'].map(kind => [`${kind}${part}`, {}]),
	);
	return {name: fromTable.getShortestName(), fromTable, toTable, ...Object.fromEntries(none)};
}

function isChange({name, fromTable, toTable, ...parts}: any): boolean {
	return Object.entries(parts).some(
		([key, part]: [string, any]) =>
			!/^(?:added|changed|removed|renamed)[A-Z]\w*s$/.test(key) ||
			Object.keys(part ?? {}).length > 0,
	);
}
