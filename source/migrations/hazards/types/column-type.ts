import type {Dialect} from '../../../project/database/dialect.ts';
import {kindsOfMysql} from './kinds-of-mysql.ts';
import {kindsOfPostgresql} from './kinds-of-postgresql.ts';

/** What a column can hold, as far as a conversion may lose some of it. */
export type TypeKind =
	| {kind: 'integer'; min: bigint; max: bigint}
	| {kind: 'decimal'; precision: number; scale: number; unsigned: boolean}
	/** The bits of its mantissa, and the digits that it is rounded to. */
	| {kind: 'float'; bits: 24 | 53; precision?: number; scale?: number; unsigned: boolean}
	/** A limit in characters, in bytes, or none. */
	| {kind: 'text'; characters?: number; bytes?: number; fixed?: boolean}
	| {kind: 'bytes'; bytes?: number; fixed?: boolean}
	| {kind: 'date' | 'year' | 'boolean' | 'uuid' | 'json'}
	/** The digits of its fraction of a second. */
	| {kind: 'time' | 'datetime'; digits: number; hasZone?: boolean}
	| {kind: 'bit'; length: number}
	| {kind: 'enum' | 'set'; values: string[]}
	| {kind: 'other'};

export type ColumnType = TypeKind & {
	/** As it is written, in lower case, without what follows it: `decimal(10,2) unsigned`. */
	text: string;
	charset?: string;
	collation?: string;
};

export interface Attributes {
	/** What stands between its brackets. */
	sizes: number[];
	values: string[];
	unsigned: boolean;
	hasZone: boolean;
}

const pattern =
	/^\s*(double\s+precision|(?:national\s+)?char(?:acter)?(?:\s+varying)?|bit\s+varying|"[^"]+"(?:\."[^"]+")?|[\w.$]+)\s*(\((?:'(?:[^']|'')*'|[^)'])*\))?(.*)$/is;

/**
 * @param declared a type with what follows it: `decimal(10,2) unsigned not null default 0`
 * @param dialect one name means several types: a `timestamp` has a zone on MySQL
 */
export function columnType(declared: string, dialect: Dialect): ColumnType {
	const [, name = '', brackets = '', rest = ''] = pattern.exec(declared) ?? [];
	const attributes = rest.replaceAll(/'(?:[^']|'')*'/g, "''");
	const unsigned = /^\s*(?:signed\s+)?(?:unsigned|zerofill)\b/i.test(attributes);
	const zone = /^\s*(with(?:out)?)\s+time\s+zone\b/i.exec(attributes)?.[1]?.toLowerCase();
	const array = /^(?:\s*\[\d*\])+/.exec(attributes)?.[0].trim() ?? '';
	const size = dialect === 'postgresql' ? brackets.replaceAll(/\s/g, '') : brackets;
	const text = `${plain(name)}${size}${unsigned ? ' unsigned' : ''}${zone ? ` ${zone} time zone` : ''}${array}`;
	const kinds = dialect === 'postgresql' ? kindsOfPostgresql : kindsOfMysql;
	const read = array ? undefined : kinds[plain(name)];
	const kind = read?.({
		sizes: (brackets.match(/\d+/g) ?? []).map(Number),
		values: [...brackets.matchAll(/'((?:[^']|'')*)'/g)].map(([, value]) =>
			value!.replaceAll("''", "'"),
		),
		unsigned,
		hasZone: zone === 'with',
	});
	return {...(kind ?? {kind: 'other'}), text, ...characterSet(attributes)};
}

function plain(name: string): string {
	return name.startsWith('"') ? name : name.toLowerCase().replaceAll(/\s+/g, ' ');
}

/** A collation belongs to the character set that its name begins with. */
function characterSet(attributes: string): {charset?: string; collation?: string} {
	const name = '[`"\']?([\\w-]+)';
	const collation = new RegExp(`\\bcollate\\s*=?\\s*${name}`, 'i').exec(attributes)?.[1];
	const stated = new RegExp(`\\b(?:character\\s+set|charset)\\s*=?\\s*${name}`, 'i');
	const charset = stated.exec(attributes)?.[1] ?? (collation && charsetOf(collation));
	return {...(charset && {charset: charset.toLowerCase()}), ...(collation && {collation})};
}

export function charsetOf(collation: string): string {
	return collation.split('_')[0]!;
}

/** Whether two spellings mean the same type, whatever its characters are compared by. */
export function isSameType(one: ColumnType, other: ColumnType): boolean {
	if (one.kind === 'other' || other.kind === 'other') return one.text === other.text;
	return sizeOf(one) === sizeOf(other);
}

function sizeOf({text: _, charset: __, collation: ___, ...kind}: ColumnType): string {
	return JSON.stringify(kind, (_key, value) =>
		typeof value === 'bigint' ? value.toString() : value,
	);
}
