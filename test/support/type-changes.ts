import type {Hazard} from '../../source/migrations/hazards/hazard.ts';
import {type Dialect, isMysqlFamily} from '../../source/project/database/dialect.ts';

type Rows = (sql: string) => Promise<Record<string, any>[]>;

/** What may stand in a column of each type, as SQL. */
export type TypeValues = Record<string, string[]>;

const integers = ['0', '1', '-1', '127', '128', '-129', '255', '70000', '16777217', '2147483647'];
const large = ['2147483648', '-2147483649', '9007199254740993', '9223372036854775807'];
const fractions = ['0', '1.5', '-1.75', '0.1', '123.4567', '99999', '0.00001', '1234567.891'];
const texts = [
	...["''", "'abc'", "'12'", "'007'", "'1.5'", "' 7 '", "'1e3'", "'12abc'", "'ab   '", "'Z'"],
	...["'2020-01-02'", "'2020-1-2'", "'2020-13-01'", "'10:11:12'", "'2020-01-02 10:11:12.123456'"],
	...[
		"'true'",
		"'ééé'",
		"'日本'",
		`'{"a": 1}'`,
		"'[1, 2]'",
		"'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
	],
	...["'A0EEBC999C0B4EF8BB6D6BB9BD380A11'", "'99999999999999999999'", "'1.2.3.4'", "'-5'", "'a'"],
];
const dates = ["'2020-01-02'", "'1969-07-20'", "'2040-12-31'", "'1000-01-01'"];
const times = ["'10:11:12'", "'00:00:00'", "'23:59:59.999999'", "'10:11:12.5'"];
const datetimes = [
	...["'2020-01-02 10:11:12'", "'2020-01-02 00:00:00'", "'1960-01-02 10:11:12.25'"],
	...["'2020-01-02 10:11:12.999999'", "'2037-12-31 23:59:59.000001'"],
];
const json = [`'{"a": 1}'`, `'{"b":2,"a":1}'`, "'[1, 2]'", "'12'", `'"x"'`, "'null'", "'1.50'"];
const uuids = ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"];

export const valuesOnMariadb: TypeValues = {
	...{tinyint: integers, 'smallint unsigned': integers, mediumint: integers},
	...{int: [...integers, '20200102', '101112'], 'int unsigned': [...integers, ...large]},
	...{bigint: [...integers, ...large, '20200102101112'], 'bigint unsigned': large},
	...{'decimal(10,4)': fractions, 'decimal(10,2)': fractions, 'decimal(5,2) unsigned': fractions},
	...{'decimal(20,0)': [...integers, ...large], float: fractions, 'float(7,2)': fractions},
	...{double: [...fractions, ...large, '1e20', '1e300'], 'double(10,2)': fractions},
	...{'varchar(3)': texts, 'varchar(40)': texts, 'char(5)': texts, 'char(40)': texts, text: texts},
	...{
		tinytext: [...texts, "repeat('x', 255)"],
		longtext: [...texts, "repeat('x', 70000)", "repeat('é', 33000)"],
	},
	...{'varchar(40) collate latin1_swedish_ci': texts, 'varchar(40) collate utf8mb4_bin': texts},
	...{
		'varbinary(2)': ["'a'", "x'ff'", "x'6100'"],
		'varbinary(40)': [...texts, "x'ff00'", "x'6120'"],
	},
	...{
		'binary(4)': ["'abcd'", "'a'", "x'ff'"],
		'binary(16)': ["'a'", "x'a0eebc999c0b4ef8bb6d6bb9bd380a11'"],
	},
	...{tinyblob: texts, blob: [...texts, "x'ff'", "repeat('x', 300)"]},
	...{
		date: [...dates, "'0000-00-00'"],
		year: ['2020', '1901', '0'],
		time: [...times, "'-05:00:00'", "'100:00:00'"],
	},
	...{'time(3)': times, datetime: datetimes, 'datetime(6)': datetimes, 'timestamp null': datetimes},
	...{'timestamp(3) null': datetimes, 'bit(1)': ['0', '1'], 'bit(10)': ['5', '500'], json},
	...{"enum('a','abc','Z')": ["'a'", "'abc'", "'Z'"], "enum('abc','z')": ["'abc'", "'z'"]},
	...{"set('a','b')": ["'a'", "'a,b'", "''"], "set('a')": ["'a'", "''"], uuid: uuids},
	...{inet6: ["'::1'", "'::ffff:1.2.3.4'"], point: ['point(1, 2)'], geometry: ['point(1, 2)']},
};

export const valuesOnPostgresql: TypeValues = {
	...{smallint: integers, integer: [...integers, '20200102'], bigint: [...integers, ...large]},
	...{'numeric(10,4)': fractions, 'numeric(10,2)': fractions, 'numeric(4,1)': fractions},
	...{numeric: [...fractions, ...large, '1.50', "'NaN'"], real: fractions},
	...{'double precision': [...fractions, ...large, '1e300', "'Infinity'"], money: fractions},
	...{'varchar(3)': texts, 'varchar(40)': texts, 'char(5)': texts, text: texts, citext: texts},
	...{bytea: ["'abc'", "'\\\\xff00'"], boolean: ['true', 'false'], date: dates, time: times},
	...{'time(0)': times, timetz: times, timestamp: datetimes, 'timestamp(0)': datetimes},
	...{timestamptz: datetimes, 'timestamptz(3)': datetimes, json, jsonb: json, uuid: uuids},
	...{
		interval: ["'1 day'", "'25 hours'", "'1.5 seconds'", "'1 month 2 days'"],
		'interval(0)': ["'1 day'"],
	},
	...{
		'text[]': [`'{a,1}'`, `'{}'`, `'{1,2}'`],
		'integer[]': [`'{1,2}'`, `'{70000}'`],
		'smallint[]': [`'{1}'`],
	},
	...{inet: ["'1.2.3.4'", "'1.2.3.4/24'"], cidr: ["'1.2.3.0/24'"], int4range: ["'[1,5)'"]},
	...{
		int8range: ["'[1,5)'"],
		'bit(3)': ["'101'"],
		'bit(5)': ["'10110'"],
		'bit varying(4)': ["'1011'", "'1'"],
	},
	...{xml: ["'<a/>'"], point: ["'(1,2)'"], box: ["'(1,2),(3,4)'"], mood: ["'sad'", "'ok'"]},
};

/** Draws the same numbers for the same seed. */
export function drawing(seed: number): <T>(list: readonly T[]) => T {
	let state = seed;
	return list => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return list[Math.floor((state / 2 ** 32) * list.length)]!;
	};
}

export interface Change {
	from: string;
	to: string;
	value: string;
}

export interface Outcome {
	/** What the plan says: that nothing is lost, that something may be, or that it fails. */
	verdict: 'safe' | 'loss' | 'fails';
	/** What the change did. */
	result: 'kept' | 'changed' | 'failed';
	/** What the plan says of the type. */
	told: string;
	/** What there was before and after, or the database's error. */
	detail: string;
}

interface Statements {
	change(type: string): string;
	/** Selects the value, bit for bit. */
	content(type: string): string;
}

const onMariadb: Statements = {
	change: type => `alter table t modify c ${type}`,
	content(type) {
		if (/^(?:point|geometry)/.test(type)) return 'select hex(c) as value from t';
		return `select hex(c) as value, ${/^(?:float|double)/.test(type) ? 'cast(c as double)' : 'cast(c as char)'} as text from t`;
	},
};

const onPostgresql: Statements = {
	change: type => `alter table "t" alter column "c" type ${type} using ("c"::${type})`,
	content(type) {
		if (/^numeric/.test(type)) return 'select trim_scale(c)::text as value from t';
		return type === 'json'
			? "select replace(c::text, ' ', '') as value from t"
			: 'select c::text as value from t';
	},
};

/** @returns undefined where the first type cannot have the value */
export async function outcomeOf(
	{rows, hazards}: {rows: Rows; hazards(...sql: string[]): Promise<Hazard[]>},
	driver: Dialect,
	{from, to, value}: Change,
): Promise<Outcome | undefined> {
	const {change, content} = isMysqlFamily(driver) ? onMariadb : onPostgresql;
	await rows('drop table if exists t');
	await rows(`create table t (c ${from})`);
	try {
		await rows(`insert into t values (${value})`);
	} catch {
		return undefined;
	}
	const [before] = await rows(content(from));
	const found = await hazards(change(to));
	const verdict = found.some(({fails}) => fails)
		? 'fails'
		: found.some(({losesData}) => losesData)
			? 'loss'
			: 'safe';
	const told = found.find(({code}) => code === 'DL003')?.warning ?? '';
	const message = (error: unknown) => (error as Error).message;
	try {
		await rows(change(to));
	} catch (error) {
		return {verdict, told, result: 'failed', detail: message(error)};
	}
	try {
		await rows(change(from));
	} catch (error) {
		return {verdict, told, result: 'changed', detail: message(error)};
	}
	const [after] = await rows(content(from));
	const detail = JSON.stringify([before, after]);
	const isKept = JSON.stringify(before) === JSON.stringify(after);
	return {verdict, told, result: isKept ? 'kept' : 'changed', detail};
}
