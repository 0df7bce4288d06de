import type {Act} from './effect.ts';
import {type Hazard, hazard} from './hazard.ts';
import {type Context, none} from './rule.ts';

/** From this many rows on, a scan or a rewrite under a lock is felt. */
const many = 10_000;

export async function renamed(act: Act, {tables, rebuilds}: Context): Promise<Hazard[]> {
	if (act.kind !== 'rename-table' && act.kind !== 'rename-column') return none;
	if (rebuilds.some(({copy}) => copy === act.table)) return none;
	if (!(await tables.rowsOf(act.table))) return none;
	const what = act.kind === 'rename-table' ? act.table : `${act.column} of ${act.table}`;
	return [
		hazard(
			'DL007',
			`Renames ${what} to ${act.to}: code that still runs with the old name fails.`,
			'Stop the old code first, or add the new one beside it and drop the old one in a later release.',
		),
	];
}

export async function rebuilt(act: Act, {tables, rebuilds}: Context): Promise<Hazard[]> {
	if (act.kind !== 'drop-table' || tables.dialect !== 'sqlite') return none;
	if (!rebuilds.some(({table}) => table === act.table)) return none;
	const bystanders = await tables.bystanders(act.table);
	if (bystanders.length === 0) return none;
	return [
		hazard(
			'DL008',
			`Rebuilds ${act.table}, which ${bystanders.join(', ')} belong(s) to: they are put back as they were.`,
			'Look after it whether they still say what is meant; another tool would lose them.',
		),
	];
}

export async function lockedOnPostgresql(act: Act, {tables}: Context): Promise<Hazard[]> {
	if (tables.dialect !== 'postgresql') return none;
	const isIndex = act.kind === 'index' && !act.concurrently;
	if (!isIndex && act.kind !== 'set-not-null' && act.kind !== 'change-type') return none;
	const rows = (await tables.rowsOf(act.table)) ?? 0;
	if (rows < many) return none;
	if (isIndex) {
		return [
			hazard(
				'DL009',
				`Makes an index over ${rows} row(s) of ${act.table}, which nobody can write to meanwhile.`,
				'Write create index concurrently, with isTransactional() returning false.',
			),
		];
	}
	const isNull = act.kind === 'set-not-null';
	return [
		hazard(
			'DL009',
			`${isNull ? 'Scans' : 'Rewrites'} the ${rows} row(s) of ${act.table}, which nobody can read or write meanwhile.`,
			isNull
				? 'Add a check (… is not null) not valid first, validate it, and set not null then.'
				: 'Add a column of the new type, fill it in pieces, and drop the old one in a later release.',
		),
	];
}

export async function validatedForeignKey(act: Act, {tables}: Context): Promise<Hazard[]> {
	if (act.kind !== 'foreign-key' || !act.isValidated) return none;
	if (tables.dialect !== 'postgresql') return none;
	const rows = (await tables.rowsOf(act.table)) ?? 0;
	if (rows < many) return none;
	return [
		hazard(
			'DL010',
			`Checks the ${rows} row(s) of ${act.table} against a new foreign key, and nobody can write to either table meanwhile.`,
			'Add it not valid, and validate constraint in a later migration.',
		),
	];
}
