import {type ExitCode, exitCodes} from '../../errors/command-error.ts';
import {dialectOf} from '../../project/database/dialect.ts';
import {SqliteIdentity} from '../../project/database/sqlite-identity.ts';
import type {Project} from '../../project/project.ts';
import {type Event, log} from '../../runs/events.ts';
import {currentPlan, recordReplacements} from '../graph/current-plan.ts';
import {inShort, type Plan, type Step, type Target} from '../graph/plan.ts';
import {targetOf} from '../graph/target.ts';
import type {RunLock} from '../locks/lock.ts';
import {refuseSqlServer} from '../mikro-orm/unsupported-driver.ts';
import {usage} from '../questions/answers.ts';
import type {Interaction} from '../questions/consent.ts';
import {readUnfinished, type Unfinished} from '../unfinished/progress.ts';
import {partlyApplied, unfinishedQuestion} from '../unfinished/question.ts';
import {refuseAtomicOn, verifyDatabaseIsWritable} from './refusals.ts';
import type {Resumed} from './resume.ts';

/** The options of `migrate` as on the command line; `quarterdeck migrate --help` explains each. */
export interface MigrateRequest {
	/**
	 * The label of one app, default: all of them. If the project has no other, it may be the target.
	 */
	app?: string;
	/** A migration of that app (as much of its name as is unique), or `zero`. Default: its last one. */
	target?: string;
	plan?: boolean;
	rehearse?: boolean;
	sample?: number;
	allowCode?: boolean;
	check?: boolean;
	fake?: boolean;
	fakeInitial?: boolean;
	prune?: boolean;
	atomic?: boolean;
	allowProduction?: boolean;
	allowDataLoss?: boolean;
	restore?: boolean;
	resume?: boolean;
	markApplied?: boolean;
	startOver?: boolean;
	noinput?: boolean;
	noWait?: boolean;
	terminateBlockers?: boolean;
}

/**
 * Applies or unapplies migrations and reports each step. MikroORM takes longer to load than everything
 * else takes to run, so it is only imported where there is something to do.
 * @returns the exit code; nothing means 0
 * @throws CommandError `unknown-app`, `migration-conflict`, `inconsistent-history`, `lock-held`, `irreversible` …
 */
export async function* migrate(
	project: Project,
	request: MigrateRequest,
	interaction: Interaction,
): AsyncGenerator<Event, ExitCode | void> {
	if (!request.plan && !request.check) refuseSqlServer(project);
	const {app} = request;
	const target = app === undefined ? undefined : await targetOf(project, app, request.target);
	if (request.sample !== undefined) verifySample(request);
	if (request.rehearse) {
		verifyAlone(request);
		const {rehearse} = await import('./rehearse.ts');
		return yield* rehearse(project, target, request, interaction);
	}
	const identity = new SqliteIdentity(project);
	if (request.restore) {
		const {restore} = await import('../backups/restore.ts');
		return yield* restore(project, request, interaction);
	}
	if (request.prune) {
		const {prune} = await import('./prune.ts');
		return yield* prune(project, target?.app, request, interaction);
	}
	if (request.atomic) refuseAtomicOn(project);
	// Another run that has PGlite's folder keeps this one from reading what is applied.
	if (project.settings.database.driver === 'pglite' && !request.check && !request.plan) {
		verifyDatabaseIsWritable(project);
		return yield* migrateLocked(project, target, request, interaction, identity);
	}
	const plan = await currentPlan(project, target, request);
	yield* plan.warnings().map(log.warning);
	const unfinished = await readUnfinished(project);
	if (request.check) return yield* checked(plan.steps, unfinished);
	if (request.plan) return yield* shown(project, plan, unfinished);
	if (plan.steps.length === 0 && !unfinished) return yield* nothingToDo(project, plan);
	verifyDatabaseIsWritable(project);
	return yield* migrateLocked(project, target, request, interaction, identity);
}

/** @throws CommandError `usage` */
function verifyAlone(request: MigrateRequest): void {
	const other = notRehearsed.find(name => request[name]);
	if (other === undefined) return;
	const flag = other.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
	throw usage(`--rehearse does not go with --${flag}.`, help);
}

/** @throws CommandError `usage` */
function verifySample({rehearse, sample}: MigrateRequest): void {
	if (!rehearse) throw usage('--sample goes with --rehearse.', help);
	if (!Number.isInteger(sample) || sample! < 1)
		throw usage('--sample must be a number of rows, from 1 on.', help);
}

const notRehearsed = [
	...(['plan', 'check', 'fake', 'fakeInitial', 'prune', 'atomic', 'restore'] as const),
	...(['resume', 'markApplied', 'startOver'] as const),
];

const help = "Type 'quarterdeck migrate --help' for usage.";

async function* migrateLocked(
	project: Project,
	target: Target | undefined,
	request: MigrateRequest,
	interaction: Interaction,
	identity: SqliteIdentity,
): AsyncGenerator<Event, ExitCode> {
	const {takeRunLock} = await import('../locks/lock.ts');
	const lock = yield* takeRunLock(project, {wait: !request.noWait, signal: interaction.signal});
	try {
		identity.verify();
		const resumed = yield* resumeFirst(project, lock, request, interaction, identity);
		if (resumed.exitCode !== undefined) return resumed.exitCode;
		// Another run may have applied some of them by now, and a pull may have changed the files.
		const fresh = await currentPlan(project, target ?? resumed.target, request);
		if (project.settings.database.driver === 'pglite') yield* fresh.warnings().map(log.warning);
		if (fresh.steps.length === 0) return yield* nothingToDo(project, fresh, resumed.ran);
		const {runPlan} = await import('./run-plan.ts');
		return yield* runPlan(project, fresh, lock, request, interaction, identity);
	} finally {
		await lock.release();
	}
}

async function* resumeFirst(
	project: Project,
	lock: RunLock,
	request: MigrateRequest,
	interaction: Interaction,
	identity: SqliteIdentity,
): AsyncGenerator<Event, Resumed> {
	const unfinished = await readUnfinished(project);
	if (!unfinished) return {};
	const {resume} = await import('./resume.ts');
	return yield* resume(project, unfinished, lock, request, interaction, identity);
}

/** One line, also when all that is left is a migration that is only partly applied. */
async function* checked(
	steps: Step[],
	unfinished: Unfinished | undefined,
): AsyncGenerator<Event, ExitCode> {
	if (steps.length === 0 && !unfinished) return exitCodes.done;
	const sentences = [
		...(unfinished ? [partlyApplied(unfinished)] : []),
		...(steps.length > 0 ? [inShort(steps)] : []),
	];
	yield log.info(sentences.join(' '));
	return exitCodes.failed;
}

async function* shown(
	project: Project,
	plan: Plan,
	unfinished: Unfinished | undefined,
): AsyncGenerator<Event, void> {
	if (unfinished) {
		const text = `${partlyApplied(unfinished)} 'quarterdeck migrate' asks first how to continue.`;
		yield log.warning(text);
	}
	const {showPlan} = await import('./describe-plan.ts');
	yield* showPlan(project, plan);
	if (!unfinished) return;
	// A person has read the warning; the dashboard asks at once.
	const value = unfinishedQuestion(unfinished, dialectOf(project));
	yield {type: 'result', value, text: ''};
}

/** @param ran whether a partly applied migration was finished before */
async function* nothingToDo(
	project: Project,
	{target}: Plan,
	ran = false,
): AsyncGenerator<Event, ExitCode> {
	await recordReplacements(project);
	if (ran) return exitCodes.done;
	yield {type: 'plan', steps: [], target};
	yield log.info('  No migrations to apply.');
	return exitCodes.done;
}
