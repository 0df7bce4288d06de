import type {Attributes, TypeKind} from './column-type.ts';

type Read = (attributes: Attributes) => TypeKind;

function integer(bits: number): Read {
	return ({unsigned}) => ({kind: 'integer', ...range(bits, unsigned)});
}

/** What an integer of so many bits may be. */
export function range(bits: number, unsigned = false): {min: bigint; max: bigint} {
	const count = 2n ** BigInt(bits);
	return unsigned ? {min: 0n, max: count - 1n} : {min: -count / 2n, max: count / 2n - 1n};
}

const decimal: Read = ({sizes: [precision = 10, scale = 0], unsigned}) => ({
	...{kind: 'decimal', precision, scale, unsigned},
});

const double: Read = ({sizes, unsigned}) => ({
	kind: 'float',
	bits: 53,
	...rounded(sizes),
	unsigned,
});

const float: Read = ({sizes, unsigned}) => ({
	...{kind: 'float', bits: sizes.length === 1 && sizes[0]! > 24 ? 53 : 24},
	...rounded(sizes),
	unsigned,
});

function rounded([precision, scale]: number[]) {
	return scale === undefined ? {} : {precision, scale};
}

const char: Read = ({sizes: [characters = 1]}) => ({kind: 'text', characters, fixed: true});
const varchar: Read = ({sizes: [characters]}) => ({kind: 'text', characters});

const limits = [255, 65_535, 16_777_215, 4_294_967_295];

/** A size asks for the smallest type that holds it. */
function large(kind: 'text' | 'bytes', index: number): Read {
	return ({sizes: [size]}) => {
		const needed = size === undefined ? limits[index]! : size * (kind === 'text' ? 4 : 1);
		return {kind, bytes: limits.find(limit => limit >= needed) ?? limits[3]!};
	};
}

const time =
	(kind: 'time' | 'datetime', hasZone?: boolean): Read =>
	({sizes: [digits = 0]}) => ({kind, digits, ...(hasZone && {hasZone})});

/** By their names on MySQL, MariaDB and, where SQLite's types are only compared, SQLite. */
export const kindsOfMysql: Record<string, Read | undefined> = {
	...{tinyint: integer(8), int1: integer(8), bool: integer(8), boolean: integer(8)},
	...{smallint: integer(16), int2: integer(16), mediumint: integer(24), int3: integer(24)},
	...{int: integer(32), integer: integer(32), int4: integer(32)},
	...{bigint: integer(64), int8: integer(64)},
	serial: () => ({kind: 'integer', ...range(64, true)}),
	...{decimal, dec: decimal, numeric: decimal, fixed: decimal},
	...{float, float4: float, double, 'double precision': double, real: double, float8: double},
	...{char, character: char, nchar: char, 'national char': char, 'national character': char},
	...{varchar, nvarchar: varchar, 'character varying': varchar, 'char varying': varchar},
	...{'national char varying': varchar, 'national character varying': varchar},
	...{tinytext: large('text', 0), text: large('text', 1), mediumtext: large('text', 2)},
	...{longtext: large('text', 3), long: large('text', 2), clob: large('text', 3)},
	binary: ({sizes: [bytes = 1]}) => ({kind: 'bytes', bytes, fixed: true}),
	varbinary: ({sizes: [bytes]}) => ({kind: 'bytes', bytes}),
	...{tinyblob: large('bytes', 0), blob: large('bytes', 1), mediumblob: large('bytes', 2)},
	longblob: large('bytes', 3),
	...{date: () => ({kind: 'date'}), year: () => ({kind: 'year'})},
	...{time: time('time'), datetime: time('datetime'), timestamp: time('datetime', true)},
	bit: ({sizes: [length = 1]}) => ({kind: 'bit', length}),
	enum: ({values}) => ({kind: 'enum', values}),
	set: ({values}) => ({kind: 'set', values}),
	...{json: () => ({kind: 'json'}), uuid: () => ({kind: 'uuid'})},
};
