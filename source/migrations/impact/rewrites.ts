import type {Cursor} from '../sql/cursor.ts';
import {declaration, typeIn} from '../sql/declarations.ts';

/** What may follow a type. */
const attributes = 'collate';

/** Functions whose result is the same for all rows, so that PostgreSQL computes it once. */
const notVolatile =
	/^(?:now|transaction_timestamp|statement_timestamp|current_date|current_time|current_timestamp|localtime|localtimestamp|current_user|session_user|lower|upper|concat|coalesce|to_char|to_date|make_date|date_trunc|jsonb_build_object|jsonb_build_array|json_build_object|json_build_array|array)$/;

/** Whether a new column has to be written into each row. @param cursor at its name */
export function addingRewrites(cursor: Cursor): boolean {
	const copy = cursor.copy();
	const {type, isGenerated} = declaration(copy.copy());
	if (isGenerated || /serial/i.test(type) || /\bgenerated\b/.test(copy.outline)) return true;
	copy.until('default');
	if (!copy.take('default')) return false;
	return callsVolatile(copy.until('not null|constraint|check|unique|primary|references'));
}

function callsVolatile(expression: Cursor): boolean {
	return expression.rest.some(({kind, value, word}, index, all) => {
		const isCall = (kind === 'word' || kind === 'name') && all[index + 1]?.value === '(';
		// varchar(20) after a cast is no call.
		const isType = all[index - 1]?.value === ':' || all[index - 1]?.word === 'as';
		return isCall && !isType && !notVolatile.test((word || value).toLowerCase());
	});
}

const aliases: [RegExp, string][] = [
	[/^varchar\b/, 'character varying'],
	[/^char\b(?! varying)/, 'character'],
	[/^decimal\b/, 'numeric'],
	[/^int4?\b(?!e)/, 'integer'],
	[/^int8\b/, 'bigint'],
	[/^int2\b/, 'smallint'],
	[/^bool\b/, 'boolean'],
	[/^float8\b/, 'double precision'],
	[/^float4\b/, 'real'],
	[/^timestamptz(\(\d\))?$/, 'timestamp$1 with time zone'],
	[/^timestamp(\(\d\))?$/, 'timestamp$1 without time zone'],
	[/^timetz(\(\d\))?$/, 'time$1 with time zone'],
	[/^time(\(\d\))?$/, 'time$1 without time zone'],
];

function usual(type: string): string {
	const small = type.toLowerCase().replace(/\s*([(,)])\s*/g, '$1');
	const [pattern, name] = aliases.find(([pattern]) => pattern.test(small)) ?? [/^/, ''];
	return small.replace(pattern, name);
}

/**
 * Whether a column's new type makes PostgreSQL write all rows anew.
 * @param from as the database spells it; undefined where it does not know the column
 * @param cursor behind `type`
 */
export function typeChangeRewrites(from: string | undefined, cursor: Cursor): boolean {
	const declared = cursor.until('using');
	const type = declared.until(attributes);
	if (from === undefined || !declared.isAtEnd) return true;
	const to = typeIn(type);
	if (cursor.take('using') && castIn(cursor) !== to) return true;
	const [old, next] = [usual(from), usual(to)];
	if (old === next) return false;
	const [, oldBase = '', oldSizes = ''] = /^([^(]+)(?:\(([\d,]+)\))?/.exec(old) ?? [];
	const [, nextBase = '', nextSizes = ''] = /^([^(]+)(?:\(([\d,]+)\))?/.exec(next) ?? [];
	if (next === 'text') return oldBase !== 'character varying';
	if (next === 'character varying') return oldBase !== 'character varying' && old !== 'text';
	if (oldBase !== nextBase) return true;
	const [before = Number.POSITIVE_INFINITY, scaleBefore = 0] = numbersIn(oldSizes);
	const [after = Number.POSITIVE_INFINITY, scaleAfter = 0] = numbersIn(nextSizes);
	if (nextBase === 'character varying' || nextBase === 'bit varying') return after < before;
	if (nextBase === 'numeric')
		return nextSizes !== '' && (after < before || scaleAfter !== scaleBefore);
	return true;
}

/** `("title"::varchar(50))` → varchar(50); undefined where it does more than cast the column. */
function castIn(cursor: Cursor): string | undefined {
	if (cursor.is('(')) {
		const inside = cursor.brackets();
		return cursor.isAtEnd ? castIn(inside) : undefined;
	}
	cursor.name();
	return cursor.take(': :') ? typeIn(cursor) : undefined;
}

function numbersIn(sizes: string): number[] {
	return sizes === '' ? [] : sizes.split(',').map(Number);
}
