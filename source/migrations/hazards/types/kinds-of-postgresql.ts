import type {Attributes, TypeKind} from './column-type.ts';
import {range} from './kinds-of-mysql.ts';

type Read = (attributes: Attributes) => TypeKind;

const integer =
	(bits: number): Read =>
	() => ({kind: 'integer', ...range(bits)});

const float =
	(bits: 24 | 53): Read =>
	() => ({kind: 'float', bits, unsigned: false});

/** Without a size it keeps whatever it is given. */
const numeric: Read = ({sizes: [precision, scale = 0]}) => ({
	kind: 'decimal',
	precision: precision ?? Number.POSITIVE_INFINITY,
	scale: precision === undefined ? Number.POSITIVE_INFINITY : scale,
	unsigned: false,
});

const varchar: Read = ({sizes: [characters]}) => ({
	kind: 'text',
	...(characters !== undefined && {characters}),
});

const char: Read = ({sizes: [characters = 1]}) => ({kind: 'text', characters, fixed: true});

const time =
	(kind: 'time' | 'datetime', always?: true): Read =>
	({sizes: [digits = 6], hasZone}) => ({kind, digits, hasZone: always ?? hasZone});

/** What PostgreSQL compares and converts on its own is left to it: `other`. */
export const kindsOfPostgresql: Record<string, Read | undefined> = {
	...{smallint: integer(16), int2: integer(16), smallserial: integer(16)},
	...{integer: integer(32), int: integer(32), int4: integer(32), serial: integer(32)},
	...{bigint: integer(64), int8: integer(64), bigserial: integer(64)},
	...{numeric, decimal: numeric, dec: numeric},
	...{real: float(24), float4: float(24), 'double precision': float(53), float8: float(53)},
	float: ({sizes: [bits = 53]}) => ({kind: 'float', bits: bits > 24 ? 53 : 24, unsigned: false}),
	...{'character varying': varchar, varchar, text: varchar},
	...{character: char, char, bpchar: char},
	bytea: () => ({kind: 'bytes'}),
	...{boolean: () => ({kind: 'boolean'}), bool: () => ({kind: 'boolean'})},
	...{date: () => ({kind: 'date'}), uuid: () => ({kind: 'uuid'})},
	...{time: time('time'), timetz: time('time', true)},
	...{timestamp: time('datetime'), timestamptz: time('datetime', true)},
};
