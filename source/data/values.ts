import type {Dialect} from '../project/database/dialect.ts';
import {isMysqlFamily} from '../project/database/dialect.ts';
import type {StoredColumn} from './stored-tables.ts';

/** A value in a dump. What a number of JavaScript cannot hold exactly is a string. */
export type DumpedValue = string | number | boolean | null | (string | null)[];

/** Translates values between one database and dumps. */
export interface Values {
	/** Selects a column so that no driver rounds or moves its value. */
	select(column: StoredColumn, quoted: string): string;
	/** @param value as selected; for a comparison with the column */
	compared(column: StoredColumn, value: unknown): unknown;
	/** @param value as selected */
	dumped(column: StoredColumn, value: unknown): DumpedValue;
	/**
	 * @returns a value for an insert
	 * @throws WrongValue
	 */
	stored(column: StoredColumn, value: unknown): unknown;
}

/** Its message says what was expected: `a whole number`. */
export class WrongValue extends Error {}

interface ArrayPlatform {
	marshallArray(values: unknown[]): string;
	unmarshallArray(text: string): (string | null)[];
}

/** @param timezone of times without one; undefined is the local one */
export function valuesOf(
	dialect: Dialect,
	platform: ArrayPlatform,
	timezone: string | undefined,
): Values {
	const isPostgresql = dialect === 'postgresql';
	return {
		select({kind}, quoted) {
			if (isPostgresql) return kind === 'binary' ? `encode(${quoted}, 'hex')` : `${quoted}::text`;
			if (isMysqlFamily(dialect)) {
				if (kind === 'binary') return `hex(${quoted})`;
				return kind === 'float' ? `cast(${quoted} + 0e0 as char)` : `cast(${quoted} as char)`;
			}
			return `case typeof(${quoted}) when 'integer' then cast(${quoted} as text) else ${quoted} end`;
		},
		compared: ({kind}, value) => (kind === 'binary' ? bytesOf(value, dialect) : value),
		dumped({kind}, value) {
			if (value === null || value === undefined) return null;
			if (kind === 'binary') return bytesOf(value, dialect).toString('base64');
			const text = String(value);
			if (kind === 'integer') return isExact(text) ? Number(text) : text;
			if (kind === 'float') return Number.isFinite(Number(text)) ? Number(text) : text;
			if (kind === 'boolean') return text === 'true' || (text !== 'false' && Number(text) !== 0);
			if (kind === 'datetime') return isoTime(text, timezone);
			if (kind === 'date' && /^-?\d{5,}$/.test(text)) return isoDate(Number(text));
			if (kind === 'array') return platform.unmarshallArray(text);
			return kind === 'other' && typeof value === 'number' ? value : text;
		},
		stored({kind, type}, value) {
			if (value === null) return null;
			const stored = readers[kind](value);
			if (kind === 'boolean' && !isPostgresql) return Number(stored);
			if (kind === 'array') return platform.marshallArray(stored as unknown[]);
			if (kind !== 'datetime') return stored;
			if (isPostgresql)
				return /tz|with time zone/.test(type) ? stored : naiveTime(stored, timezone);
			return dialect === 'sqlite' ? Date.parse(stored as string) : naiveTime(stored, timezone);
		},
	};
}

/** SQLite gives the bytes, the others their hexadecimal digits. */
function bytesOf(value: unknown, dialect: Dialect): Buffer {
	if (typeof value !== 'string') return Buffer.from(value as Uint8Array);
	return Buffer.from(value, dialect === 'sqlite' ? 'utf8' : 'hex');
}

/** Whether JavaScript's number is written in the same way. */
function isExact(text: string): boolean {
	return Number.isSafeInteger(Number(text)) && String(Number(text)) === text;
}

function isoDate(milliseconds: number): string {
	return new Date(milliseconds).toISOString().slice(0, 10);
}

const time = /^(\d{4,6}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d(?::?\d\d)?)?$/;

/**
 * In UTC, with all digits of the second. SQLite has milliseconds since 1970; a text without a zone is in the
 * zone that MikroORM writes. Anything else, such as `infinity`, stays as it is.
 */
function isoTime(text: string, timezone: string | undefined): string {
	if (/^-?\d+(?:\.0)?$/.test(text)) return shortened(new Date(Number(text)).toISOString());
	const found = time.exec(text);
	if (!found) return text;
	const [, date, clock, fraction = '', zone = zoneOf(timezone)] = found;
	const instant = new Date(`${date}T${clock}${fullZone(zone)}`);
	if (Number.isNaN(instant.getTime())) return text;
	return shortened(`${instant.toISOString().slice(0, -5)}.${fraction}Z`);
}

function zoneOf(timezone: string | undefined): string {
	return timezone === undefined || timezone === 'local' ? '' : timezone;
}

/** PostgreSQL writes `+00`. */
function fullZone(zone: string): string {
	return /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone;
}

function shortened(text: string): string {
	return text.replace(/\.?0*Z$/, 'Z');
}

/** `2026-11-24 07:12:05.123` in the zone that MikroORM writes, for a column without one. */
function naiveTime(value: unknown, timezone: string | undefined): string {
	const found = time.exec(String(value));
	if (!found) return String(value);
	const instant = new Date(`${found[1]}T${found[2]}${fullZone(found[4]!)}`);
	const minutes = offsetOf(instant, zoneOf(timezone));
	const moved = new Date(instant.getTime() + minutes * 60_000).toISOString();
	return `${moved.slice(0, -5).replace('T', ' ')}${found[3] ? `.${found[3]}` : ''}`;
}

/** In minutes east of UTC. */
function offsetOf(instant: Date, zone: string): number {
	if (zone === '') return -instant.getTimezoneOffset();
	const [, sign, hours = 0, minutes = 0] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
	return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

type Reader = (value: unknown) => unknown;

function expect(isFine: (value: any) => boolean, what: string): Reader {
	return value => {
		if (!isFine(value)) throw new WrongValue(what);
		return value;
	};
}

const isText = (value: unknown) => typeof value === 'string';
const number = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const notFinite = ['NaN', 'Infinity', '-Infinity'];

const readers: Record<StoredColumn['kind'], Reader> = {
	integer: expect(
		value => (isText(value) ? /^-?\d+$/.test(value) : Number.isSafeInteger(value)),
		'a whole number',
	),
	float: expect(value => Number.isFinite(value) || notFinite.includes(value), 'a number'),
	decimal: expect(
		value => Number.isFinite(value) || (isText(value) && (number.test(value) || value === 'NaN')),
		"a number in a string, such as '12.50'",
	),
	boolean: expect(value => typeof value === 'boolean', 'true or false'),
	datetime: expect(isTime, "a time with its zone, such as '2026-11-24T07:12:05Z'"),
	date: expect(
		value => isText(value) && (/^\d{4,6}-\d\d-\d\d$/.test(value) || isEndless(value)),
		"a date, such as '2026-11-24'",
	),
	json: expect(value => isText(value) && isJson(value), 'a string of JSON'),
	binary: value => {
		const isBase64 = isText(value) && /^[A-Za-z0-9+/]*={0,2}$/.test(value as string);
		if (!isBase64) throw new WrongValue('a string in base64');
		return Buffer.from(value as string, 'base64');
	},
	array: expect(
		value => Array.isArray(value) && value.every(one => one === null || isText(one)),
		'a list of strings',
	),
	text: expect(isText, 'a string'),
	other: expect(value => typeof value !== 'object', 'a string, a number, true or false'),
};

/** PostgreSQL's. */
function isEndless(text: string): boolean {
	return /^-?infinity$/.test(text);
}

function isTime(value: unknown): boolean {
	if (!isText(value)) return false;
	const found = time.exec(value as string);
	if (!found) return isEndless(value as string);
	return Boolean(found[4]) && !Number.isNaN(Date.parse(`${found[1]}T${found[2]}Z`));
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
