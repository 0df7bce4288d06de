import {type ExitCode, exitCodes} from '../../errors/command-error.ts';
import type {Project} from '../../project/project.ts';
import type {Event} from '../../runs/events.ts';
import type {Engine} from '../engine/engine.ts';
import {execute} from '../executor/executor.ts';
import type {CurrentPlan} from '../graph/current-plan.ts';
import {inShort, type Plan} from '../graph/plan.ts';
import {recordReplacements} from '../graph/record-replacements.ts';
import type {RunLock} from '../locks/lock.ts';
import {type Asking, consentInProduction, consentTo} from '../questions/consent.ts';
import {type DescribedPlan, describePlan, recordedPlan} from './describe-plan.ts';
import type {MigrateRequest} from './migrate.ts';
import {openEngine} from './open-engine.ts';
import {refuseAtomicOf, refuseIrreversible} from './refusals.ts';
import {unmadeNotice} from './unmade-notice.ts';

/**
 * Looks at what the plan would do, refuses or asks, then does it. Where no app was named, changes
 * without a migration are reported as well.
 */
export async function* runPlan(
	project: Project,
	plan: CurrentPlan,
	lock: RunLock,
	request: MigrateRequest,
	asking: Asking,
): AsyncGenerator<Event, ExitCode> {
	const open = await openEngine(project, plan.steps);
	try {
		const exitCode = yield* run(project, open.engine, plan, lock, request, asking);
		if (plan.squashed) await recordReplacements(project);
		if (exitCode === exitCodes.done && request.app === undefined) yield* unmadeNotice(open);
		return exitCode;
	} finally {
		await open.close();
	}
}

async function* run(
	project: Project,
	engine: Engine,
	{steps: planned, target}: Plan,
	lock: RunLock,
	request: MigrateRequest,
	asking: Asking,
): AsyncGenerator<Event, ExitCode> {
	const {fake = false, atomic = false} = request;
	const known = request.fakeInitial && (await import('./fake-initial.ts'));
	const steps = known ? await known.fakeInitial(project, engine, planned) : planned;
	const plan = fake ? recordedPlan(steps) : await describePlan(project, engine, steps);
	refuseIrreversible(plan);
	if (atomic) refuseAtomicOf(plan);
	const refusal =
		(yield* consentInProduction(project, `${inShort(steps)}.`, request, asking)) ??
		(yield* consentToLosses(project, plan, request, asking));
	if (refusal !== undefined) return refusal;
	yield {type: 'plan', steps: plan.steps.map(({sql, ...step}) => step), target};
	return yield* execute(project, engine, steps, {
		...{fake, atomic, lock},
		wait: !request.noWait,
		signal: asking.signal,
	});
}

/** @returns the exit code when nothing may be run */
async function* consentToLosses(
	project: Project,
	{losses}: DescribedPlan,
	{allowDataLoss}: MigrateRequest,
	asking: Asking,
): AsyncGenerator<Event, ExitCode | undefined> {
	if (losses.length === 0) return undefined;
	const text = `Data would be lost:\n${losses.map(warning => `  ${warning}`).join('\n')}`;
	const refusal = allowDataLoss ? undefined : yield* consentTo(text, asking);
	if (refusal === undefined) yield* (await import('../backups/restore.ts')).keepCopy(project);
	return refusal;
}
