import {type ExitCode, exitCodes, isCommandError} from '../../errors/command-error.ts';
import {SqliteIdentity} from '../../project/database/sqlite-identity.ts';
import type {Project} from '../../project/project.ts';
import {type Event, log} from '../../runs/events.ts';
import {settleEdited} from '../backfill/edited.ts';
import type {Engine} from '../engine/engine.ts';
import {execute} from '../executor/executor.ts';
import {type CurrentPlan, recordReplacements} from '../graph/current-plan.ts';
import {inShort, type Plan} from '../graph/plan.ts';
import type {RunLock} from '../locks/lock.ts';
import {makeCommand} from '../make/make-command.ts';
import {consentInProduction, consentTo, type Interaction} from '../questions/consent.ts';
import {longUsers} from '../waiting/long-users.ts';
import {type DescribedPlan, describePlan, recordedPlan} from './describe-plan.ts';
import type {MigrateRequest} from './migrate.ts';
import {refuseNewEnumValues} from './new-enum-values.ts';
import {type OpenEngine, openEngine} from './open-engine.ts';
import {refuseAtomicOf, refuseIrreversible} from './refusals.ts';

/**
 * Describes the plan, refuses it or asks for consent, then runs it. Unless an app was named, reports
 * changes without a migration as well.
 */
export async function* runPlan(
	project: Project,
	plan: CurrentPlan,
	lock: RunLock,
	request: MigrateRequest,
	interaction: Interaction,
	identity = new SqliteIdentity(project),
): AsyncGenerator<Event, ExitCode> {
	const open = await openEngine(project, plan.steps, identity);
	try {
		const exitCode = yield* run(project, open.engine, plan, lock, request, interaction);
		identity.verify();
		if (plan.squashed) await recordReplacements(project);
		if (exitCode === exitCodes.done && request.app === undefined)
			yield* noticeOfChanges(project, open);
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
	interaction: Interaction,
): AsyncGenerator<Event, ExitCode> {
	const {fake = false, atomic = false} = request;
	const existing = request.fakeInitial && (await import('./fake-initial.ts'));
	const known = existing ? await existing.fakeInitial(project, engine, planned) : planned;
	const steps = fake ? known : yield* settleEdited(project, known, request, interaction);
	if (!Array.isArray(steps)) return steps;
	const plan = fake ? recordedPlan(steps) : await describePlan(project, steps);
	refuseIrreversible(plan);
	if (atomic) {
		refuseAtomicOf(plan);
		if (engine.driverName === 'postgresql') refuseNewEnumValues(plan.steps);
	}
	const refusal =
		(yield* consentInProduction(project, `${inShort(steps)}.`, request, interaction)) ??
		(yield* consentToLosses(project, plan, request, interaction, engine));
	if (refusal !== undefined) return refusal;
	yield {type: 'plan', steps: plan.steps.map(({sql, ...step}) => step), target};
	if (!fake) yield* longUsers(project, plan.steps);
	return yield* execute(project, engine, steps, {
		...{fake, atomic, lock},
		wait: !request.noWait,
		terminateBlockers: request.terminateBlockers,
		signal: interaction.signal,
	});
}

/** @returns the exit code when nothing may be run */
async function* consentToLosses(
	project: Project,
	{losses, mayLoseData}: DescribedPlan,
	{allowDataLoss}: MigrateRequest,
	interaction: Interaction,
	{identity}: Engine,
): AsyncGenerator<Event, ExitCode | undefined> {
	if (!mayLoseData) return undefined;
	const texts = losses.map(({migration, code, warning}) => `  ${migration}: ${warning} (${code})`);
	const codes = losses.map(({code}) => code);
	const text = `Data ${codes.every(code => code === 'DL000') ? 'may' : 'would'} be lost:\n${texts.join('\n')}`;
	const isAllowed = allowDataLoss || losses.length === 0;
	const refusal = isAllowed ? undefined : yield* consentTo(text, codes, interaction);
	// Somebody may have thought about it for long.
	identity?.verify();
	if (refusal === undefined) yield* (await import('../backups/restore.ts')).keepCopy(project);
	return refusal;
}

/** In Django's words. If the entities cannot be compared, `makemigrations` says why. */
async function* noticeOfChanges(project: Project, open: OpenEngine): AsyncGenerator<Event> {
	let changes: Map<string, string[]>;
	try {
		changes = await open.unmadeChanges();
	} catch (error) {
		if (isCommandError(error)) return;
		throw error;
	}
	const changed = [...changes].filter(([, operations]) => operations.length > 0);
	if (changed.length === 0) return;
	const names = changed.map(([label]) => `'${label}'`).sort();
	yield log.notice(
		`  Your entities in app(s): ${names.join(', ')} have changes that are not yet reflected in a migration, and so won't be applied.\n` +
			`  Run '${makeCommand(project)}' to make new migrations, and then re-run 'quarterdeck migrate' to apply them.`,
	);
}
