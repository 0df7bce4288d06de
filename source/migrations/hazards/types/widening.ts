import type {ColumnType} from './column-type.ts';

/** Whether every value of one type is a value of the other, written the same way. */
export function widens(from: ColumnType, to: ColumnType): boolean {
	if (from.kind === 'integer') return integerWidens(from, to);
	if (from.kind === 'decimal' && to.kind === 'decimal') {
		if (to.precision === Number.POSITIVE_INFINITY) return true;
		const isLong = to.precision - to.scale >= from.precision - from.scale;
		return isLong && to.scale >= from.scale && (from.unsigned || !to.unsigned);
	}
	if (from.kind === 'float' && to.kind === 'float') {
		const isRounded = to.scale !== undefined && to.scale !== from.scale;
		return to.bits >= from.bits && !isRounded && (from.unsigned || !to.unsigned);
	}
	if (from.kind === 'text' && to.kind === 'text') {
		return !to.fixed && holdsCharacters(from, to) && keepsCharacters(from, to);
	}
	if (from.kind === 'bytes' && to.kind === 'bytes') {
		return !to.fixed && (to.bytes ?? Number.POSITIVE_INFINITY) >= (from.bytes ?? 0);
	}
	if (from.kind === 'time' || from.kind === 'datetime') {
		return from.kind === to.kind && from.hasZone === to.hasZone && to.digits >= from.digits;
	}
	if (from.kind === 'bit' && to.kind === 'bit') return to.length >= from.length;
	if ((from.kind === 'enum' || from.kind === 'set') && from.kind === to.kind) {
		return from.values.every(value => to.values.includes(value)) && keepsCharacters(from, to);
	}
	return false;
}

/** A float holds each integer of as many bits as its mantissa has. */
function integerWidens(from: {min: bigint; max: bigint}, to: ColumnType): boolean {
	if (to.kind === 'integer') return to.min <= from.min && to.max >= from.max;
	if (to.kind === 'decimal') {
		return fits(from.max, to.precision - to.scale) && (!to.unsigned || from.min >= 0n);
	}
	if (to.kind !== 'float' || to.scale !== undefined) return false;
	return from.max <= 2n ** BigInt(to.bits) && (!to.unsigned || from.min >= 0n);
}

function fits(max: bigint, digits: number): boolean {
	return max.toString().length <= digits;
}

/** Without a limit of its own, a type holds any text. A character may take four bytes. */
function holdsCharacters(
	from: {characters?: number; bytes?: number},
	to: {characters?: number; bytes?: number},
): boolean {
	if (to.characters !== undefined)
		return (from.characters ?? from.bytes ?? Infinity) <= to.characters;
	if (to.bytes === undefined) return true;
	return (from.bytes ?? (from.characters ?? Infinity) * 4) <= to.bytes;
}

const unicode = /^(?:utf8mb4|utf16|utf16le|utf32)$/;

function keepsCharacters(from: ColumnType, to: ColumnType): boolean {
	return !to.charset || from.charset === to.charset || unicode.test(to.charset);
}
