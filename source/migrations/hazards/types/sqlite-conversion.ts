import type {Conversion} from './conversion.ts';

type Affinity = 'number' | 'text' | 'blob' | 'real';

/** By the rules of SQLite, which looks for parts of the type's name. */
export function affinityOf(type: string): Affinity {
	if (/int/i.test(type)) return 'number';
	if (/char|clob|text/i.test(type)) return 'text';
	if (/blob/i.test(type) || type === '') return 'blob';
	return /real|floa|doub/i.test(type) ? 'real' : 'number';
}

/**
 * SQLite keeps what does not fit a type as it is, and converts the rest: a text that is a number loses
 * the way that it was written.
 * @param x the column, as SQL
 * @returns undefined where each value stays as it is
 */
export function sqliteConversion(from: string, to: string, x: string): Conversion | undefined {
	const [source, target] = [affinityOf(from), affinityOf(to)];
	if (source === target || target === 'blob') return undefined;
	const converted = converters[target](x);
	// A column without a type would keep the number.
	const back = source === 'blob' ? converted : converters[source](converted);
	return {
		converted,
		changes: `typeof(${back}) <> typeof(${x}) and not (typeof(${back}) in ('integer', 'real') and typeof(${x}) in ('integer', 'real')) or ${back} is not ${x}`,
	};
}

/** What SQLite makes of a value: only a text that is a number is equal to the number. */
const converters = {
	text: (value: string) =>
		`case when typeof(${value}) in ('integer', 'real') then cast(${value} as text) else ${value} end`,
	number: (value: string) =>
		`case when typeof(${value}) = 'text' and ${value} = cast(${value} as numeric) then cast(${value} as numeric) else ${value} end`,
	real: (value: string) =>
		`case when typeof(${value}) = 'integer' or typeof(${value}) = 'text' and ${value} = cast(${value} as numeric) then cast(${value} as real) else ${value} end`,
};
