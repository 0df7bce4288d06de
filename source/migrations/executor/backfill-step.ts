import type {Project} from '../../project/project.ts';
import type {Event} from '../../runs/events.ts';
import {loadDefinition} from '../backfill/load-definition.ts';
import {BackfillRun} from '../backfill/run.ts';
import {type Engine, queryIn} from '../engine/engine.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import type {Step} from '../graph/plan.ts';
import type {RunLock} from '../locks/lock.ts';
import {
	dropEmptyBackfillTable,
	readCheckpoints,
	removeCheckpoint,
} from '../record/backfill-table.ts';
import type {LockWaits} from '../waiting/lock-waits.ts';
import {endOf, startOf} from './step-events.ts';
import type {StepRecorder} from './step-recorder.ts';
import type {Transactions} from './transactions.ts';

export interface BackfillStep {
	project: Project;
	/** An engine with entities. */
	orm: MikroOrm;
	step: Step;
	/** From 1. */
	index: number;
	total: number;
	recorder: StepRecorder;
	transactions: Transactions;
	waits: LockWaits;
	lock: RunLock;
	signal: AbortSignal;
}

/** Of a backfill that is unapplied, or recorded without being run. */
export async function forgetCheckpoint(engine: Engine, {file}: Step): Promise<void> {
	if (!file.backfill) return;
	const query = queryIn(engine, undefined);
	if (!(await readCheckpoints(query)).has(file.id)) return;
	await removeCheckpoint(query, file.id);
	await dropEmptyBackfillTable(query);
}

/**
 * @returns whether it filled rows, and did not find that another run had done so; undefined when it was interrupted
 * @throws Failure, CommandError `no-backfill`, `backfill-entity`
 */
export async function* runBackfill({
	project,
	orm,
	step,
	index,
	total,
	...rest
}: BackfillStep): AsyncGenerator<Event, boolean | undefined> {
	const {recorder, transactions, waits, lock, signal} = rest;
	const {id} = step.file;
	const started = performance.now();
	await lock.announce(id);
	const definition = await loadDefinition(step.file, project.root);
	orm.identity?.verify();
	await transactions.enforceKeys();
	if (await recorder.isDone(step, undefined)) return false;
	yield startOf(step, index, total);
	const run = await BackfillRun.of({
		...{project, orm, step, definition, waits, signal},
		transactions: {
			begin: () => transactions.begin(true, id, true),
			commit: transaction => transactions.commit(transaction),
			rollBack: transaction => transactions.rollBack(transaction),
		},
		verifyLock: () => lock.verify(),
		record: transaction => recorder.record(step, transaction),
	});
	if (!(yield* run.run())) return undefined;
	await dropEmptyBackfillTable(queryIn(orm, undefined)).catch(() => {});
	yield endOf(step, performance.now() - started);
	return true;
}
