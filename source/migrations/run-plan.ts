import {type ExitCode, exitCodes} from '../errors.ts';
import type {Project} from '../project/open.ts';
import {type OpenOrm, openOrm} from '../project/orm.ts';
import type {Event} from '../runs/events.ts';
import {type Asking, consentInProduction, consentTo} from './consent.ts';
import {type DescribedPlan, describePlan, recordedPlan} from './describe-plan.ts';
import {execute} from './executor.ts';
import {fakeInitial} from './fake-initial.ts';
import type {RunLock} from './lock.ts';
import {overMikroOrm} from './mikro-orm.ts';
import {inShort, type Plan} from './plan.ts';
import {recordReplacements} from './record-replacements.ts';
import {refuseAtomicOf, refuseIrreversible} from './refusals.ts';
import {keepCopy} from './restore.ts';
import {unmadeNotice} from './unmade-changes.ts';

/**
 * Looks at what the plan would do, refuses or asks, then does it.
 * @param isWhole whether no app was named: then changes without a migration are told as well
 */
export async function* runPlan(
	project: Project,
	plan: Plan,
	lock: RunLock,
	asking: Asking,
	isWhole: boolean,
): AsyncGenerator<Event, ExitCode> {
	const open = await openOrm(project);
	try {
		const exitCode = yield* run(project, open, plan, lock, asking);
		if (exitCode === exitCodes.done && isWhole) yield* unmadeNotice(project, open);
		return exitCode;
	} finally {
		await open.orm.close(true);
	}
}

async function* run(
	project: Project,
	open: OpenOrm,
	{steps: planned, target}: Plan,
	lock: RunLock,
	asking: Asking,
): AsyncGenerator<Event, ExitCode> {
	const {options, signal} = asking;
	const orm = await overMikroOrm(project, open);
	const steps = options['fake-initial'] ? await fakeInitial(project, orm, planned) : planned;
	const plan = options.fake ? recordedPlan(steps) : await describePlan(project, orm, steps);
	refuseIrreversible(plan);
	if (options.atomic) refuseAtomicOf(plan);
	const refusal =
		(yield* consentInProduction(project, `${inShort(steps)}.`, asking)) ??
		(yield* consentToLosses(project, plan, asking));
	if (refusal !== undefined) return refusal;
	yield {type: 'plan', steps: plan.steps.map(({sql, ...step}) => step), target};
	const exitCode = yield* execute(project, orm, steps, {
		fake: options.fake ?? false,
		atomic: options.atomic ?? false,
		wait: !options['no-wait'],
		signal,
		lock,
	});
	await recordReplacements(project);
	return exitCode;
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
	if (refusal === undefined) yield* keepCopy(project);
	return refusal;
}
