import {CommandError} from '../../errors/command-error.ts';
import type {App} from '../../project/apps/app-registry.ts';
import {quoteText} from '../../project/database/dialect.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import type {ColumnSnapshot, NativeEnum, Snapshot, TableSnapshot} from '../schema/snapshot.ts';

/** An enum type of PostgreSQL whose values are others. */
export interface EnumChange {
	key: string;
	from: NativeEnum;
	to: NativeEnum;
}

export function changedEnums(from: Snapshot, to: Snapshot): EnumChange[] {
	return Object.entries(from.nativeEnums).flatMap(([key, old]) => {
		const now = to.nativeEnums[key];
		const isChanged = now && JSON.stringify(now.items) !== JSON.stringify(old.items);
		return isChanged ? [{key, from: old, to: now}] : [];
	});
}

/** @throws CommandError `entities` if another app has a type that is new, or has other values */
export function refuseSharedEnums(app: App, from: Snapshot, to: Snapshot, orm: MikroOrm): void {
	for (const [key, type] of Object.entries(to.nativeEnums)) {
		const old = from.nativeEnums[key];
		if (old && JSON.stringify(old.items) === JSON.stringify(type.items)) continue;
		const [other] = orm.target.othersWithEnum(app, key);
		if (other === undefined) continue;
		throw new CommandError(
			`Entities of ${[app.label, other].sort().join(' and of ')} have the enum type ${orm.shortName(type)}: a type can belong to one app only.`,
			{
				code: 'entities',
				hint: `Give the property in one of them a type of its own: nativeEnumName('${other}_${type.name}').`,
			},
		);
	}
}

export function newValues({from, to}: EnumChange): string[] {
	return to.items.filter(value => !from.items.includes(value));
}

/** Whether values are added, and the others are there in the same order. */
export function isAddition({from, to}: EnumChange): boolean {
	const kept = to.items.filter(value => from.items.includes(value));
	return JSON.stringify(kept) === JSON.stringify(from.items);
}

/** The statements that add its values; no statement of the same transaction can use them. */
export function addition(change: EnumChange, orm: MikroOrm): string[] {
	const {from, to} = change;
	return newValues(change).map(value => {
		const index = to.items.indexOf(value);
		const place =
			index > 0
				? `after ${quoteText(to.items[index - 1]!)}`
				: `before ${quoteText(from.items[0]!)}`;
		const where = from.items.length === 0 ? '' : ` ${place}`;
		return `alter type ${orm.quoteTable(to)} add value ${quoteText(value)}${where};`;
	});
}

/**
 * The statements that put a type with other values in the place of one, within a transaction. They fail
 * where a row has a value that the new one does not have.
 * @param before the schema that they run on, without what depends on columns of the type
 * @param after a column that is of another type in it, or gone, may have any value
 */
export function replacement(
	{key, from, to}: EnumChange,
	before: Snapshot,
	after: Snapshot,
	orm: MikroOrm,
): string[] {
	const old = {...from, name: `${from.name.slice(0, 55)}__old`};
	const type = orm.quoteTable(to);
	const alters = before.tables.flatMap(table =>
		columnsOf(key, table).map(({name, type: written}) => {
			const list = written.endsWith('[]') ? '[]' : '';
			const column = orm.quote(name);
			const isKept = after.tables.some(
				other =>
					other.name === table.name &&
					other.schema === table.schema &&
					columnsOf(key, other).some(column => column.name === name),
			);
			const other = isKept ? `${type}${list}` : `text${list}`;
			const cast = isKept ? `${column}::text${list}::${other}` : `${column}::${other}`;
			return `alter table ${orm.quoteTable(table)} alter column ${column} type ${other} using (${cast});`;
		}),
	);
	return [
		`alter type ${orm.quoteTable(from)} rename to ${orm.quote(old.name)};`,
		`create type ${type} as enum (${to.items.map(quoteText).join(', ')});`,
		...alters,
		`drop type ${orm.quoteTable(old)};`,
	];
}

/** The schema as it is when the types have their new values. */
export function withValues(schema: Snapshot, changes: EnumChange[]): Snapshot {
	if (changes.length === 0) return schema;
	const after = structuredClone(schema);
	for (const {key, to} of changes) {
		after.nativeEnums[key] = to;
		for (const column of after.tables.flatMap(table => columnsOf(key, table)))
			column.enumItems = [...to.items];
	}
	return after;
}

/** The columns of an enum type, which may name the type without its schema. */
export function columnsOf(key: string, {schema, columns}: TableSnapshot): ColumnSnapshot[] {
	return Object.values(columns).filter(({nativeEnumName}) => {
		const name = nativeEnumName as string | undefined;
		if (name === undefined) return false;
		return [name, `${schema}.${name}`, `public.${name}`].includes(key) || name === `public.${key}`;
	});
}
