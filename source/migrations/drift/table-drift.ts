import type {MikroOrm} from '../engine/mikro-orm.ts';

export interface TableDrift {
	table: string;
	/** One sentence. */
	text: string;
}

/**
 * What differs between a table of the database and the same one of the migrations.
 * @param change from the database to the migrations, as MikroORM's comparator gives it
 * @param byHand whether a migration makes something of this name with SQL of its own
 */
export function driftOfTable(
	change: any,
	orm: MikroOrm,
	byHand: (name: string) => boolean,
): TableDrift[] {
	const table: string = change.toTable.name;
	const missing = (kind: string, name: string) => `The ${kind} ${name} is not in the database.`;
	const unknown = (kind: string, names: string[]) =>
		names.filter(name => !byHand(name)).map(name => `The ${kind} ${name} is in no migration.`);
	const columns = renamedApart(change);
	const indexes = indexNames(change);
	const texts = [
		...columns.missing.map(name => missing('column', `${table}.${name}`)),
		...columns.unknown
			.filter(name => !byHand(name))
			.map(name => `The column ${table}.${name} is in no migration.`),
		...Object.values<any>(change.changedColumns)
			.filter(differs)
			.map(column => changedColumn(table, column, orm)),
		...indexes.missing.map(name => missing('index', `${name} of ${table}`)),
		...unknown('index', indexes.unknown),
		...Object.keys(change.changedIndexes).map(
			name => `The index ${name} of ${table} is another in the database.`,
		),
		...partsOf(change, 'Checks', 'check', missing, unknown, table),
		...partsOf(change, 'ForeignKeys', 'foreign key', missing, unknown, table),
		...partsOf(change, 'Triggers', 'trigger', missing, unknown, table),
	];
	texts.push(...partsOf(change, 'Policies', 'policy', missing, unknown, table));
	if (change.changedPartitioning)
		texts.push(`The partitions of ${table} are others in the database.`);
	if ('changedComment' in change) texts.push(`The comment of ${table} is another in the database.`);
	return texts.map(text => ({table, text}));
}

/** MikroORM takes a removed and an added column of one type for a rename; here they are two things. */
function renamedApart({addedColumns, removedColumns, renamedColumns}: any) {
	return {
		missing: [
			...Object.keys(addedColumns),
			...Object.values<any>(renamedColumns).map(({name}) => name as string),
		],
		unknown: [...Object.keys(removedColumns), ...Object.keys(renamedColumns)],
	};
}

function indexNames({addedIndexes, removedIndexes, renamedIndexes}: any) {
	return {
		missing: [
			...Object.keys(addedIndexes),
			...Object.values<any>(renamedIndexes).map(({keyName}) => keyName as string),
		],
		unknown: [...Object.keys(removedIndexes), ...Object.keys(renamedIndexes)],
	};
}

function partsOf(
	change: any,
	parts: 'Checks' | 'ForeignKeys' | 'Triggers' | 'Policies',
	kind: string,
	missing: (kind: string, name: string) => string,
	unknown: (kind: string, names: string[]) => string[],
	table: string,
): string[] {
	return [
		...Object.keys(change[`added${parts}`]).map(name => missing(kind, `${name} of ${table}`)),
		...unknown(kind, Object.keys(change[`removed${parts}`])),
		...Object.keys(change[`changed${parts}`] ?? {}).map(
			name => `The ${kind} ${name} of ${table} is another in the database.`,
		),
	];
}

/** With a line break in it, MikroORM takes a default for another: PostgreSQL adds the type, MySQL escapes. */
function differs({column, fromColumn, changedProperties}: any): boolean {
	if (changedProperties.size > 1 || !changedProperties.has('default')) return true;
	const bare = (value: unknown) =>
		String(value ?? '')
			.replace(/::[\w ]+(?:\(\d+\))?$/, '')
			.replaceAll('\n', '\\n')
			.replace(/(?<=.)''(?=.)/g, "\\'");
	return bare(column.default) !== bare(fromColumn.default);
}

function changedColumn(table: string, change: any, orm: MikroOrm): string {
	const {column, fromColumn, changedProperties} = change;
	const name = `${table}.${column.name}`;
	const [here, there] = [fromColumn, column].map(side => describe(side, changedProperties, orm));
	return `The column ${name} is ${here} in the database, ${there} in the migrations.`;
}

/** Says of a column what differs: `varchar(20) not null default 'x'`. */
function describe(column: any, properties: Set<string>, orm: MikroOrm): string {
	const parts = [orm.typeOf(column)];
	if (properties.has('nullable')) parts.push(column.nullable ? 'null' : 'not null');
	if (properties.has('default')) {
		parts.push(column.default == null ? 'without default' : `default ${column.default}`);
	}
	for (const property of ['generated', 'comment', 'collation', 'extra', 'enumItems']) {
		if (!properties.has(property)) continue;
		parts.push(`${property} ${JSON.stringify(column[property] ?? null)}`);
	}
	for (const property of ['autoincrement', 'unsigned', 'primary', 'unique']) {
		if (properties.has(property)) parts.push(column[property] ? property : `not ${property}`);
	}
	return parts.join(' ');
}
