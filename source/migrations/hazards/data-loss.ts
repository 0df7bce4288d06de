import {capital} from '../../words/capital.ts';
import type {Effect} from '../sql/effect.ts';
import {rebuildOf} from '../sql/rebuild.ts';
import {namesIn} from '../sql/texts.ts';
import {definedColumns} from './column-definitions.ts';
import {hazard, type RuleContext} from './hazard.ts';
import {inWords, mayBeSome, rowsOf} from './tables/count.ts';

export async function* droppedTable(effect: Effect, {tables, rebuilds}: RuleContext) {
	if (effect.kind !== 'drop-table') return;
	if (rebuildOf(effect, rebuilds)?.values !== undefined) return;
	const rows = await tables.rowsOf(effect.table);
	if (rows === undefined) return;
	const content = mayBeSome(rows) ? `${capital(inWords(rows))} would be lost` : 'It is empty';
	yield hazard(
		'DL001',
		`Drops the table ${effect.table}. ${content}.`,
		'Keep a copy, or rename it now and drop it in a later release.',
		{losesData: mayBeSome(rows), ...rowsOf(rows)},
	);
}

export async function* droppedColumn(effect: Effect, context: RuleContext) {
	const {tables} = context;
	const lost = await lostColumns(effect, context);
	for (const {table, column, isComputed} of lost) {
		const rows = await tables.rowsOf(table);
		if (rows === undefined) continue;
		const does = isComputed ? 'Computes' : 'Drops';
		const content = mayBeSome(rows)
			? `Its values in ${inWords(rows)} would be lost`
			: 'The table is empty';
		yield hazard(
			'DL002',
			`${does} the column ${column} of ${table}. ${content}.`,
			'Remove it from the code first, and drop it in a later release.',
			{losesData: mayBeSome(rows), ...rowsOf(rows)},
		);
	}
}

interface LostColumn {
	table: string;
	column: string;
	/** An expression gives it other values. */
	isComputed: boolean;
}

/** A generated column holds nothing: its values can be computed again. */
async function lostColumns(effect: Effect, context: RuleContext): Promise<LostColumn[]> {
	const {tables, rebuilds} = context;
	const computed = (await definedColumns(effect, context)).filter(column => column.isGenerated);
	const lost: LostColumn[] = computed.map(column => ({...column, isComputed: true}));
	if (effect.kind === 'drop-column') lost.push({...effect, isComputed: false});
	const rebuild = rebuildOf(effect, rebuilds);
	if (rebuild?.values !== undefined && !/^\s*\*/.test(rebuild.values)) {
		const {table, values} = rebuild;
		const kept = new Set([
			...namesIn(values, tables.dialect ?? 'sqlite'),
			...computed.map(({column}) => column),
		]);
		const columns = [...(await tables.columnsOf(table)).keys()];
		for (const column of columns.filter(column => !kept.has(column))) {
			lost.push({table, column, isComputed: false});
		}
	}
	if (lost.length === 0) return [];
	const existing = await tables.columnsOf(lost[0]!.table);
	return lost.filter(({column}) => !existing.get(column)?.isGenerated);
}
