import type {Effect} from '../sql/effect.ts';
import {optionsOf} from '../sqlite/table-options.ts';
import {hazard, type RuleContext} from './hazard.ts';
import {inWords, mayBeSome, rowsOf, Uncounted} from './tables/count.ts';

/** From this many rows on, a scan or a rewrite under a lock is noticed. */
const manyRows = 10_000;

export async function* renamed(effect: Effect, {tables, rebuilds}: RuleContext) {
	if (effect.kind !== 'rename-table' && effect.kind !== 'rename-column') return;
	if (rebuilds.some(({copy}) => copy === effect.table)) return;
	if (!mayBeSome((await tables.rowsOf(effect.table)) ?? 0)) return;
	const {table} = effect;
	const what = effect.kind === 'rename-table' ? table : `${effect.column} of ${table}`;
	yield hazard(
		'DL007',
		`Renames ${what} to ${effect.to}: code that is running with the old name fails.`,
		'Stop the old code first, or add the new one beside it and drop the old one in a later release.',
	);
}

export async function* rebuilt(effect: Effect, {tables, rebuilds}: RuleContext) {
	if (effect.kind !== 'drop-table' || tables.dialect !== 'sqlite') return;
	const rebuild = rebuilds.find(({table}) => table === effect.table);
	if (!rebuild) return;
	const {lost} = optionsOf(await tables.definitionOf(effect.table), rebuild);
	if (lost.length > 0) {
		yield hazard(
			'DL008',
			`Rebuilds ${effect.table} without ${lost.join(' and ')}, which its new columns do not allow.`,
			lost.includes('strict')
				? 'Give the properties a columnType that a strict table may have: integer, real, text, blob or any.'
				: 'Leave autoincrement out.',
		);
	}
	const dependents = await tables.dependents(effect.table);
	if (dependents.length === 0) return;
	const are = dependents.length === 1 ? 'is' : 'are';
	yield hazard(
		'DL008',
		`Rebuilds ${effect.table}. What depends on it ${are} recreated: ${dependents.join(', ')}.`,
		'Check afterwards that they still work; other tools would lose them.',
	);
}

type Lock = [code: string, warning: (rows: string, table: string) => string, safer: string];

/** What makes PostgreSQL keep others out of a table until it has seen all rows. */
const locks: Partial<Record<Effect['kind'], Lock>> = {
	index: [
		'DL009',
		(rows, table) =>
			`Makes an index on ${rows} of ${table}. Nobody can write to the table meanwhile.`,
		'Write create index concurrently, with isTransactional() returning false.',
	],
	'set-not-null': [
		'DL009',
		(rows, table) => `Scans the ${rows} of ${table}. Nobody can read or write the table meanwhile.`,
		'Add a check (… is not null) not valid first, validate it, then set not null.',
	],
	'change-type': [
		'DL009',
		(rows, table) =>
			`Rewrites the ${rows} of ${table}. Nobody can read or write the table meanwhile.`,
		'Add a column of the new type, fill it in batches, and drop the old one in a later release.',
	],
	'foreign-key': [
		'DL010',
		(rows, table) =>
			`Checks the ${rows} of ${table} against a new foreign key. Nobody can write to either table meanwhile.`,
		'Add it not valid, and validate the constraint in a later migration.',
	],
};

export async function* lockedOnPostgresql(effect: Effect, {tables, notNullChecks}: RuleContext) {
	const lock = locks[effect.kind];
	if (!lock || !('table' in effect) || tables.dialect !== 'postgresql') return;
	if (effect.kind === 'index' && effect.concurrently) return;
	if (effect.kind === 'foreign-key' && !effect.isValidated) return;
	if (effect.kind === 'set-not-null' && (await notNullChecks.has(effect.table, effect.column)))
		return;
	const rows = (await tables.rowsOf(effect.table)) ?? 0;
	const [code, warning, safer] = lock;
	const areMany = rows instanceof Uncounted || rows >= manyRows;
	if (!areMany) return;
	const found = hazard(code, warning(inWords(rows), effect.table), safer, rowsOf(rows));
	yield effect.kind === 'change-type' ? found : {...found, isSplit: true as const};
}
