import {quoteText} from '../../../project/database/dialect.ts';
import type {ColumnType} from './column-type.ts';
import type {Conversion} from './conversion.ts';

/**
 * What MySQL and MariaDB make of the values.
 * @param x the column, as SQL
 * @returns undefined where it cannot be told
 */
export function mysqlConversion(
	from: ColumnType,
	to: ColumnType,
	x: string,
): Conversion | undefined {
	if (isUnclear(from, to)) return undefined;
	const converted = cast(x, from, to);
	const back = converted && cast(converted, to, from);
	if (!converted || !back) return undefined;
	const fails = refused(from, to, x);
	const changes = [
		`not (${comparable(back, from)} <=> ${comparable(x, from)})`,
		...[limitOf(from, to, x), zeroDate(from, to, x), fails].flatMap(condition =>
			condition ? [condition] : [],
		),
	];
	return {
		converted,
		changes: `${x} is not null and (${changes.map(condition => `(${condition})`).join(' or ')})`,
		...(fails && {fails: `${x} is not null and (${fails})`}),
	};
}

/** A bit is a number to a cast and a character to a column; a year becomes what the server likes. */
function isUnclear(from: ColumnType, to: ColumnType): boolean {
	const isOfKind = (kind: string, other: (kind: string) => boolean) =>
		(from.kind === kind && other(to.kind)) || (to.kind === kind && other(from.kind));
	return isOfKind('bit', kind => !isNumber(kind)) || isOfKind('year', isDate);
}

function isDate(kind: string): boolean {
	return kind === 'date' || kind === 'time' || kind === 'datetime';
}

/** Texts with their case and their blanks at the end. */
function comparable(value: string, {kind}: ColumnType): string {
	return isText(kind) ? `cast(convert(${value} using utf8mb4) as binary)` : value;
}

function isText(kind: string): boolean {
	return kind === 'text' || kind === 'json' || kind === 'enum' || kind === 'set';
}

function isNumber(kind: string): boolean {
	return kind === 'integer' || kind === 'decimal' || kind === 'float' || kind === 'bit';
}

/** The value of one type as a value of another, without the limits of the new one. */
function cast(value: string, from: ColumnType, to: ColumnType): string | undefined {
	if (from.kind === to.kind && to.kind === 'bit') return value;
	switch (to.kind) {
		case 'integer':
		case 'bit':
			return `cast(${value} as decimal(65,0))`;
		case 'year':
			return `cast(${value} as decimal(4,0))`;
		case 'decimal':
			return `cast(${value} as decimal(${to.precision},${to.scale}))`;
		case 'float': {
			const float = `cast(${value} as ${to.bits === 24 ? 'float' : 'double'})`;
			return to.scale === undefined ? float : `round(${float}, ${to.scale})`;
		}
		case 'text':
			return textOf(value, from, to);
		case 'json':
			return `convert(cast(${value} as char) using utf8mb4)`;
		case 'enum':
		case 'set':
			if (!isText(from.kind)) return undefined;
			return to.charset ? `convert(${value} using ${to.charset})` : value;
		case 'bytes':
			return bytesOf(value, to);
		case 'date':
			return `cast(${value} as date)`;
		case 'time':
		case 'datetime':
			return `cast(${value} as ${to.kind}(${to.digits}))`;
		case 'uuid':
			return `cast(${value} as uuid)`;
		default:
			return undefined;
	}
}

function textOf(value: string, from: ColumnType, to: ColumnType & {kind: 'text'}): string {
	const text = isText(from.kind) ? value : `cast(${value} as char)`;
	const written = to.charset ? `convert(${text} using ${to.charset})` : text;
	const cut = to.characters === undefined ? written : `left(${written}, ${to.characters})`;
	return to.fixed ? `trim(trailing ' ' from ${cut})` : cut;
}

/** A fixed length is filled up with zeros. */
function bytesOf(value: string, {bytes, fixed}: ColumnType & {kind: 'bytes'}): string {
	const binary = `cast(${value} as binary)`;
	if (bytes === undefined) return binary;
	return fixed ? `rpad(${binary}, ${bytes}, x'00')` : `left(${binary}, ${bytes})`;
}

/** What is outside of the new type, and would be cut where the database is not strict. */
function limitOf(from: ColumnType, to: ColumnType, x: string): string | undefined {
	switch (to.kind) {
		case 'integer':
			return `cast(${x} as decimal(65,0)) not between ${to.min} and ${to.max}`;
		case 'bit':
			return `cast(${x} as decimal(65,0)) not between 0 and ${2n ** BigInt(to.length) - 1n}`;
		case 'year':
			return `${x} <> 0 and ${x} not between 1901 and 2155`;
		case 'decimal':
		case 'float':
			return outsideOfFraction(from, to, x);
		case 'bytes':
			return to.fixed ? `octet_length(${x}) <> ${to.bytes}` : undefined;
		case 'text':
			if (from.kind === 'bytes' && to.characters) return `octet_length(${x}) > ${to.characters}`;
			return to.bytes === undefined || !isText(from.kind)
				? undefined
				: `octet_length(convert(${x} using ${to.charset ?? 'utf8mb4'})) > ${to.bytes}`;
		case 'datetime':
		case 'date':
		case 'time':
			return outsideOfDate(from, to, x);
		case 'enum':
			return isSpeltAnew(to.values, x);
		case 'set':
			return from.kind === 'text' ? notExactly(to.values, x) : undefined;
		case 'json':
			return `not json_valid(${x})`;
		default:
			return undefined;
	}
}

function outsideOfFraction(from: ColumnType, to: ColumnType, x: string): string | undefined {
	const isRounded = 'precision' in to && to.precision !== undefined;
	// A date with decimals cannot be read as a date again.
	if (isDate(from.kind) && 'scale' in to && to.scale) return 'true';
	const conditions = [
		...(isRounded ? [tooLarge(to, isDate(from.kind) ? `cast(${x} as double)` : x)] : []),
		...('unsigned' in to && to.unsigned ? [`${x} < 0`] : []),
	];
	return conditions.length > 0 ? conditions.join(' or ') : undefined;
}

/** Another type may not know it, or not take it back. */
function zeroDate(from: ColumnType, to: ColumnType, x: string): string | undefined {
	const hasZero = from.kind === 'date' || from.kind === 'datetime';
	return hasZero && from.kind !== to.kind ? `${x} = '0000-00-00'` : undefined;
}

/** A moment needs a date and a time of day, and zero is neither. */
function outsideOfDate(from: ColumnType, to: ColumnType, x: string): string | undefined {
	// Decimals are read as no date, nor is zero.
	if (isNumber(from.kind)) return 'scale' in from && from.scale ? 'true' : `${x} = 0`;
	if (to.kind === 'date' && from.kind === 'time') return 'true';
	if (to.kind === 'time' && (from.kind === 'datetime' || from.kind === 'date')) return 'true';
	const hasRange = to.kind === 'datetime' && to.hasZone;
	return hasRange ? `coalesce(unix_timestamp(${x}), 0) <= 0` : undefined;
}

/** Other values have a rule of their own. */
function isSpeltAnew(values: string[], x: string): string {
	const known = values.flatMap((value, index) => [quoteText(value), `'${index + 1}'`]);
	return `${notExactly(values, x)} and ${x} in (${known.join(', ')})`;
}

function notExactly(values: string[], x: string): string {
	return `cast(convert(${x} using utf8mb4) as binary) not in (${values.map(binary).join(', ')})`;
}

function binary(text: string): string {
	return `x'${Buffer.from(text).toString('hex')}'`;
}

/** What strict MySQL and MariaDB certainly refuse. */
function refused(from: ColumnType, to: ColumnType, x: string): string | undefined {
	if (to.kind === 'json') return `not json_valid(${x})`;
	if (to.kind === 'uuid') return `cast(${x} as uuid) is null`;
	if (from.kind === 'text' && isNumber(to.kind)) return notNumeric(to, x);
	const isRounded = to.kind === 'float' && to.precision !== undefined;
	if (isNumber(from.kind) && isNumber(to.kind)) return isRounded ? undefined : tooLarge(to, x);
	if (to.kind === 'text') return tooLong(from, to, x);
	if ((to.kind === 'enum' || to.kind === 'set') && to.charset) return isUnknownIn(to.charset, x);
	if (to.kind === 'bytes' && to.bytes !== undefined) {
		return from.kind === 'bytes' ? `octet_length(${x}) > ${to.bytes}` : undefined;
	}
	if (from.kind === 'text' && (to.kind === 'date' || to.kind === 'datetime')) {
		return `cast(${x} as datetime) is null`;
	}
	if (to.kind === 'datetime' && to.hasZone && (from.kind === 'datetime' || from.kind === 'date')) {
		return `${x} < '1969-12-31' or ${x} > '2038-01-20'`;
	}
	return undefined;
}

const blank = '[[:space:]]*';
const whole = `^${blank}[+-]?[0-9]+${blank}$`;
const number = `^${blank}[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?${blank}$`;

function notNumeric(to: ColumnType, x: string): string | undefined {
	if (to.kind === 'bit') return undefined;
	const isWritten = `${x} not regexp '${to.kind === 'integer' ? whole : number}'`;
	const isTooLarge =
		to.kind === 'integer' ? tooLarge(to, `cast(${x} as decimal(65,0))`) : undefined;
	return isTooLarge ? `${isWritten} or ${isTooLarge}` : isWritten;
}

function tooLarge(to: ColumnType, x: string): string | undefined {
	if (to.kind === 'integer') return `round(${x}) < ${to.min} or round(${x}) > ${to.max}`;
	if (to.kind === 'bit') return `round(${x}) < 0 or round(${x}) >= ${2n ** BigInt(to.length)}`;
	if (to.kind === 'decimal' || (to.kind === 'float' && to.precision !== undefined)) {
		const isNegative = to.unsigned ? ` or round(${x}, ${to.scale}) < 0` : '';
		return `abs(round(${x}, ${to.scale})) >= 1e${to.precision! - to.scale!}${isNegative}`;
	}
	if (to.kind === 'float' && to.bits === 24) return `abs(${x}) > 3.403e38`;
	return undefined;
}

/** Blanks at the end are cut from some types, and refused for others. */
function tooLong(from: ColumnType, to: ColumnType & {kind: 'text'}, x: string): string | undefined {
	if (from.kind === 'bytes') return undefined;
	const text = isText(from.kind) ? `trim(trailing ' ' from ${x})` : `cast(${x} as char)`;
	const conditions = [
		...(to.characters === undefined ? [] : [`char_length(${text}) > ${to.characters}`]),
		...(to.bytes === undefined
			? []
			: [`octet_length(convert(${text} using ${to.charset ?? 'utf8mb4'})) > ${to.bytes}`]),
		...(to.charset && isText(from.kind) ? [isUnknownIn(to.charset, x)] : []),
	];
	return conditions.length > 0 ? conditions.join(' or ') : undefined;
}

/** Whether a character set has no letter for one in the text. */
function isUnknownIn(charset: string, x: string): string {
	return `cast(convert(convert(${x} using ${charset}) using utf8mb4) as binary) <> cast(convert(${x} using utf8mb4) as binary)`;
}
