import {quotePart} from '../../project/database/dialect.ts';
import {Uncounted} from './tables/count.ts';
import type {Tables} from './tables/tables.ts';
import type {TypeChange, Verdict} from './type-change.ts';
import type {ColumnType} from './types/column-type.ts';
import type {Conversion} from './types/conversion.ts';

/** PostgreSQL converts as it would for the change itself, and refuses by the same error. */
export async function verdictOfPostgresql(change: TypeChange, tables: Tables): Promise<Verdict> {
	const refusal = await withoutConversion(change, tables);
	if (refusal) return refusal;
	const {table, using, from, to} = change;
	const x = tables.quoted(table, change.column);
	const {converted, changes} = postgresqlConversion(change, tables);
	if (!using && to.kind === 'text' && to.characters !== undefined) {
		const rows = await tables.count(table, `char_length(rtrim(${x}::text)) > ${to.characters}`);
		if (rows) return {kind: 'refused', rows};
	}
	const changed = await tables.countWhere(table, changes);
	if (typeof changed === 'number') {
		return changed === 0 ? {kind: 'kept'} : {kind: 'changed', rows: changed};
	}
	// It may be the way back that fails.
	const oneWay = await tables.countWhere(table, `${converted} is null`);
	if (!(oneWay instanceof Uncounted)) return {kind: 'unknown'};
	if (oneWay.code === cannotCast) {
		return impossible(`PostgreSQL cannot convert ${from.text} to ${to.text}`, sayHow);
	}
	const isRefused = badData.test(oneWay.code ?? '');
	return isRefused
		? {kind: 'refused', reason: `PostgreSQL says “${oneWay.reason}”`}
		: {kind: 'unknown'};
}

/** Codes of PostgreSQL. */
const cannotCast = '42846';
const badData = /^(?:22|23)/;
const sayHow = 'Say how, with using (…).';

/** What PostgreSQL refuses whatever the rows are. */
async function withoutConversion(
	{from, to, declared, using, old, isDefaultDropped}: TypeChange,
	tables: Tables,
): Promise<Verdict | undefined> {
	const hasDefault = old.hasDefault && !isDefaultDropped;
	if (using && !hasDefault) return undefined;
	if ((await isAutomatic(from.text, withoutCollation(declared), tables)) !== false)
		return undefined;
	return using
		? impossible(
				'PostgreSQL cannot convert its default',
				'Drop the default first, and set the new one afterwards.',
			)
		: impossible(`PostgreSQL does not convert ${from.text} to ${to.text} by itself`, sayHow);
}

function impossible(reason: string, safer: string): Verdict {
	return {kind: 'impossible', reason, safer};
}

export function postgresqlConversion(
	{table, column, from, declared, using}: TypeChange,
	tables: Tables,
): Conversion {
	const x = tables.quoted(table, column);
	// A using names the column as it is called at this point of the plan.
	const value = using?.replaceAll(quotePart(column, 'postgresql'), () => x) ?? x;
	const converted = `(${value})::${withoutCollation(declared)}`;
	return {converted, changes: `${x} is not null and (${isDifferent(from, converted, x)})`};
}

function withoutCollation(declared: string): string {
	return declared.replace(/\s+collate\s.*$/is, '');
}

/** As texts, since not every type can be compared; numbers by their value, whatever zeros end them. */
function isDifferent({kind, text}: ColumnType, converted: string, x: string): string {
	const back = `(${converted})::${text}`;
	if (kind === 'decimal' || kind === 'float') return `${back} is distinct from ${x}`;
	const [one, other] = [`${back}::text`, `${x}::text`];
	return text === 'json'
		? `replace(${one}, ' ', '') is distinct from replace(${other}, ' ', '')`
		: `${one} is distinct from ${other}`;
}

const automaticCasts = `with types as (
	select case when f.typcategory = 'A' and t.typcategory = 'A' then f.typelem else coalesce(nullif(f.typbasetype, 0), f.oid) end as source,
		case when f.typcategory = 'A' and t.typcategory = 'A' then t.typelem else coalesce(nullif(t.typbasetype, 0), t.oid) end as target
	from pg_type f, pg_type t where f.oid = ?::regtype and t.oid = ?::regtype
) select source = target or (select typcategory = 'S' from pg_type where oid = target)
	or exists (select from pg_cast where castsource = source and casttarget = target and castcontext in ('a', 'i')) as is_automatic from types`;

/** @returns undefined when PostgreSQL does not know one of the types yet */
async function isAutomatic(from: string, to: string, tables: Tables): Promise<boolean | undefined> {
	try {
		return (await tables.query(automaticCasts, [from, to]))[0]?.is_automatic;
	} catch {
		return undefined;
	}
}
