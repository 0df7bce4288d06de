import type {Effect} from '../sql/effect.ts';
import {definedColumns} from './column-definitions.ts';
import {hazard, type RuleContext} from './hazard.ts';
import {type Count, inWords, mayBeSome, rowsOf} from './tables/count.ts';
import {type TypeChange, typeChange, type Verdict} from './type-change.ts';
import {verdictOf} from './type-verdict.ts';

export async function* changedType(effect: Effect, context: RuleContext) {
	for (const definition of await definedColumns(effect, context)) {
		const change = await typeChange(definition, context);
		if (!change) continue;
		const now = await verdictOf(change, context.tables);
		const isOpen = context.isChanged(change.table) && now.kind !== 'impossible';
		const verdict: Verdict = isOpen ? {kind: 'unknown'} : now;
		const rows = (await context.tables.rowsOf(change.table)) ?? 0;
		if (verdict.kind === 'impossible' || mayBeSome(rows)) yield report(change, rows, verdict);
	}
}

function report({table, column, from, to}: TypeChange, rows: Count, verdict: Verdict) {
	const fails = verdict.kind === 'refused' || verdict.kind === 'impossible';
	return hazard(
		'DL003',
		`Changes the type of ${column} of ${table} from ${from.text} to ${to.text}, in ${inWords(rows)}. ${outcome(verdict)}.`,
		verdict.kind === 'impossible'
			? verdict.safer
			: 'Add a column of the new type, fill it, and drop the old one in a later release.',
		{losesData: verdict.kind === 'changed' || verdict.kind === 'unknown', fails, ...rowsOf(rows)},
	);
}

function outcome(verdict: Verdict): string {
	switch (verdict.kind) {
		case 'kept':
			return 'They are converted';
		case 'unknown':
			return 'Values may not fit';
		case 'changed':
			return doNotFit(verdict.rows);
		case 'refused':
		case 'impossible':
			return `${'rows' in verdict ? doNotFit(verdict.rows) : verdict.reason}: it will fail`;
	}
}

function doNotFit(rows: number): string {
	return `${rows} of them ${rows === 1 ? 'does' : 'do'} not fit`;
}
