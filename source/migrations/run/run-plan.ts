import {type ExitCode, exitCodes} from '../../errors/command-error.ts';
import type {Project} from '../../project/project.ts';
import type {Event} from '../../runs/events.ts';
import {type Asking, consentInProduction, consentTo} from '../ask/consent.ts';
import type {Engine} from '../engine/engine.ts';
import type {CurrentPlan} from '../graph/current-plan.ts';
import {inShort, type Plan} from '../graph/plan.ts';
import {recordReplacements} from '../graph/record-replacements.ts';
import type {RunLock} from '../locks/lock.ts';
import {type DescribedPlan, describePlan, recordedPlan} from './describe-plan.ts';
import {execute} from './executor.ts';
import {openEngine} from './open-engine.ts';
import {refuseAtomicOf, refuseIrreversible} from './refusals.ts';
import {unmadeNotice} from './unmade-notice.ts';

/**
 * Looks at what the plan would do, refuses or asks, then does it.
 * @param isWhole whether no app was named: then changes without a migration are told as well
 */
export async function* runPlan(
	project: Project,
	plan: CurrentPlan,
	lock: RunLock,
	asking: Asking,
	isWhole: boolean,
): AsyncGenerator<Event, ExitCode> {
	const open = await openEngine(project, plan.steps);
	try {
		const exitCode = yield* run(project, open.engine, plan, lock, asking);
		if (plan.squashed) await recordReplacements(project);
		if (exitCode === exitCodes.done && isWhole) yield* unmadeNotice(open);
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
	asking: Asking,
): AsyncGenerator<Event, ExitCode> {
	const {options, signal} = asking;
	const known = options['fake-initial'] && (await import('./fake-initial.ts'));
	const steps = known ? await known.fakeInitial(project, engine, planned) : planned;
	const plan = options.fake ? recordedPlan(steps) : await describePlan(project, engine, steps);
	refuseIrreversible(plan);
	if (options.atomic) refuseAtomicOf(plan);
	const refusal =
		(yield* consentInProduction(project, `${inShort(steps)}.`, asking)) ??
		(yield* consentToLosses(project, plan, asking));
	if (refusal !== undefined) return refusal;
	yield {type: 'plan', steps: plan.steps.map(({sql, ...step}) => step), target};
	return yield* execute(project, engine, steps, {
		fake: options.fake ?? false,
		atomic: options.atomic ?? false,
		wait: !options['no-wait'],
		signal,
		lock,
	});
}

/** @returns the exit code when nothing may be run */
async function* consentToLosses(
	project: Project,
	{losses}: DescribedPlan,
	asking: Asking,
): AsyncGenerator<Event, ExitCode | undefined> {
	if (losses.length === 0) return undefined;
	const text = `Data would be lost:\n${losses.map(warning => `  ${warning}`).join('\n')}`;
	const refusal = asking.options['allow-data-loss'] ? undefined : yield* consentTo(text, asking);
	if (refusal === undefined) yield* (await import('../resume/restore.ts')).keepCopy(project);
	return refusal;
}
