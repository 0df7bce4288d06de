import {plural} from '../../words/plural.ts';
import type {Effect} from './effect.ts';
import {type Hazard, hazard, type RuleContext} from './hazard.ts';

/** From this many rows on, a scan or a rewrite under a lock is noticed. */
const manyRows = 10_000;

export async function renamed(effect: Effect, {tables, rebuilds}: RuleContext): Promise<Hazard[]> {
	if (effect.kind !== 'rename-table' && effect.kind !== 'rename-column') return [];
	if (rebuilds.some(({copy}) => copy === effect.table)) return [];
	if (!(await tables.rowsOf(effect.table))) return [];
	const {table} = effect;
	const what = effect.kind === 'rename-table' ? table : `${effect.column} of ${table}`;
	return [
		hazard(
			'DL007',
			`Renames ${what} to ${effect.to}: code that is running with the old name fails.`,
			'Stop the old code first, or add the new one beside it and drop the old one in a later release.',
		),
	];
}

export async function rebuilt(effect: Effect, {tables, rebuilds}: RuleContext): Promise<Hazard[]> {
	if (effect.kind !== 'drop-table' || tables.dialect !== 'sqlite') return [];
	if (!rebuilds.some(({table}) => table === effect.table)) return [];
	const dependents = await tables.dependents(effect.table);
	if (dependents.length === 0) return [];
	const are = dependents.length === 1 ? 'is' : 'are';
	return [
		hazard(
			'DL008',
			`Rebuilds ${effect.table}. What depends on it ${are} recreated: ${dependents.join(', ')}.`,
			'Check afterwards that they still do what they should; other tools would lose them.',
		),
	];
}

export async function lockedOnPostgresql(effect: Effect, {tables}: RuleContext): Promise<Hazard[]> {
	if (tables.dialect !== 'postgresql') return [];
	const isIndex = effect.kind === 'index' && !effect.concurrently;
	if (!isIndex && effect.kind !== 'set-not-null' && effect.kind !== 'change-type') return [];
	const count = (await tables.rowsOf(effect.table)) ?? 0;
	if (count < manyRows) return [];
	const rows = plural(count, 'row');
	if (isIndex) {
		return [
			hazard(
				'DL009',
				`Makes an index on ${rows} of ${effect.table}. Nobody can write to the table meanwhile.`,
				'Write create index concurrently, with isTransactional() returning false.',
			),
		];
	}
	const isNotNull = effect.kind === 'set-not-null';
	return [
		hazard(
			'DL009',
			`${isNotNull ? 'Scans' : 'Rewrites'} the ${rows} of ${effect.table}. Nobody can read or write the table meanwhile.`,
			isNotNull
				? 'Add a check (… is not null) not valid first, validate it, then set not null.'
				: 'Add a column of the new type, fill it in batches, and drop the old one in a later release.',
		),
	];
}

export async function validatedForeignKey(
	effect: Effect,
	{tables}: RuleContext,
): Promise<Hazard[]> {
	if (effect.kind !== 'foreign-key' || !effect.isValidated) return [];
	if (tables.dialect !== 'postgresql') return [];
	const count = (await tables.rowsOf(effect.table)) ?? 0;
	if (count < manyRows) return [];
	return [
		hazard(
			'DL010',
			`Checks the ${plural(count, 'row')} of ${effect.table} against a new foreign key. Nobody can write to either table meanwhile.`,
			'Add it not valid, and validate the constraint in a later migration.',
		),
	];
}
