import type {MikroOrm} from '../engine/mikro-orm.ts';

export interface TableDrift {
	table: string;
	/** One sentence. */
	text: string;
}

/**
 * What differs between a table in the database and in the migrations.
 * @param change from the database to the migrations, as MikroORM's comparator gives it
 * @param byHand whether a migration makes something of this name with SQL of its own
 */
export function driftOfTable(
	change: any,
	orm: MikroOrm,
	byHand: (name: string) => boolean,
): TableDrift[] {
	const table = orm.shortName(change.toTable);
	const unknown = (parts: object) => Object.keys(parts).filter(name => !byHand(name));
	const differencesOf = (kind: string, parts: string) => {
		const [added, removed] = [change[`added${parts}`], change[`removed${parts}`]];
		const [changed, renamed] = [change[`changed${parts}`], change[`renamed${parts}`]];
		const newNames = Object.values<any>(renamed ?? {}).map(({keyName}) => keyName);
		const missing: string[] = [...Object.keys(added), ...newNames];
		return [
			...missing.map(name => `The ${kind} ${name} of ${table} is not in the database.`),
			...unknown({...removed, ...renamed}).map(name => `The ${kind} ${name} is in no migration.`),
			...Object.keys(changed ?? {}).map(
				name => `The ${kind} ${name} of ${table} is different in the database.`,
			),
		];
	};
	const texts = [
		...Object.keys(change.addedColumns).map(
			name => `The column ${table}.${name} is not in the database.`,
		),
		...unknown(change.removedColumns).map(
			name => `The column ${table}.${name} is in no migration.`,
		),
		...Object.values<any>(change.changedColumns)
			.filter(differs)
			.map(column => changedColumn(table, column, orm)),
		...differencesOf('index', 'Indexes'),
		...differencesOf('check', 'Checks'),
		...differencesOf('foreign key', 'ForeignKeys'),
		...differencesOf('trigger', 'Triggers'),
		...differencesOf('policy', 'Policies'),
	];
	if (change.changedPartitioning)
		texts.push(`The partitions of ${table} are different in the database.`);
	if ('changedComment' in change)
		texts.push(`The comment of ${table} is different in the database.`);
	return texts.map(text => ({table, text}));
}

/**
 * MikroORM finds a default with a line break different: PostgreSQL adds the type, MySQL escapes. Before 7.1 it finds
 * a decimal number different that PostgreSQL tells without quotes.
 */
function differs({column, fromColumn, changedProperties}: any): boolean {
	const bare = (value: unknown) =>
		String(value ?? '')
			.replace(/::[\w ]+(?:\(\d+\))?$/, '')
			.replace(/^'(-?\d+(?:\.\d+)?)'$/, /^(?:numeric|decimal)/.test(column.type) ? '$1' : '$&')
			.replaceAll('\n', '\\n')
			.replace(/(?<=.)''(?=.)/g, "\\'");
	if (bare(column.default) === bare(fromColumn.default)) changedProperties.delete('default');
	return changedProperties.size > 0;
}

function changedColumn(table: string, change: any, orm: MikroOrm): string {
	const {column, fromColumn, changedProperties} = change;
	const name = `${table}.${column.name}`;
	const [here, there] = [fromColumn, column].map(side => describe(side, changedProperties, orm));
	return `The column ${name} is ${here} in the database, ${there} in the migrations.`;
}

/** What differs in a column: `varchar(20) not null default 'x'`. */
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
