import {CommandError, type ExitCode, exitCodes} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import {dialectOf} from '../../project/database/dialect.ts';
import {SqliteIdentity} from '../../project/database/sqlite-identity.ts';
import type {Project} from '../../project/project.ts';
import type {Event, Question} from '../../runs/events.ts';
import {hostName} from '../../runs/operator.ts';
import {isAlive} from '../../system/process-identity.ts';
import {execute} from '../executor/executor.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import type {Target} from '../graph/plan.ts';
import {loadMigrations} from '../graph/state.ts';
import type {RunLock} from '../locks/lock.ts';
import type {Interaction} from '../questions/consent.ts';
import {forgetUnfinished, type Unfinished} from '../unfinished/progress.ts';
import {partlyApplied, unfinishedQuestion} from '../unfinished/question.ts';
import type {MigrateRequest} from './migrate.ts';
import {openEngine} from './open-engine.ts';

/** How to continue with a migration that is only partly applied, in the order of the question's choices. */
const remedies = ['resume', 'markApplied', 'startOver'] as const satisfies (keyof MigrateRequest)[];
type Remedy = (typeof remedies)[number];

/** What the rest of the run depends on. */
export interface Resumed {
	/** Of the run, when nothing else may be run. */
	exitCode?: ExitCode;
	/** Whether something was run or recorded. */
	ran?: true;
	/** The target of an interrupted way back. Without a target of its own the run stays there. */
	target?: Target;
}

/**
 * Deals with a migration that an earlier run left partly applied, before anything else is planned.
 * @throws CommandError `still-running`, `cannot-resume`, `missing-file`, `changed-since`
 */
export async function* resume(
	project: Project,
	unfinished: Unfinished,
	lock: RunLock,
	request: MigrateRequest,
	interaction: Interaction,
	identity = new SqliteIdentity(project),
): AsyncGenerator<Event, Resumed> {
	refuseWhileAlive(unfinished);
	const {migration, direction} = unfinished;
	const {applied, graph} = await loadMigrations(project);
	// The process may have died after the record and before the note was removed.
	const isDone = applied.has(migration) === (direction === 'forwards');
	const question = unfinishedQuestion(unfinished, dialectOf(project));
	const remedy = isDone ? 'startOver' : await remedyOf(question, request, interaction);
	if (!remedy) {
		yield question;
		return {exitCode: exitCodes.answerNeeded};
	}
	if (remedy !== 'startOver') {
		const exitCode = yield* run(
			project,
			unfinished,
			remedy,
			lock,
			{...request, ...interaction},
			identity,
		);
		if (exitCode !== exitCodes.done) return {exitCode};
	}
	identity.verify();
	await forgetUnfinished(project);
	return {
		...(remedy !== 'startOver' && {ran: true}),
		target: direction === 'backwards' ? targetBefore(graph, migration) : undefined,
	};
}

/** The migration of the same app that this one depends on. */
function targetBefore(graph: MigrationGraph, id: string): Target | undefined {
	const file = graph.get(id);
	if (!file) return undefined;
	const before = graph.of(file.app).find(other => file.dependencies.includes(other.id));
	return {app: file.app, name: before?.name ?? 'zero'};
}

async function* run(
	project: Project,
	unfinished: Unfinished,
	remedy: Remedy,
	lock: RunLock,
	{signal, terminateBlockers}: Pick<MigrateRequest & Interaction, 'signal' | 'terminateBlockers'>,
	identity: SqliteIdentity,
): AsyncGenerator<Event, ExitCode> {
	const {migration, direction, code} = unfinished;
	if (remedy === 'resume' && code.length > 0) throw cannotResume(unfinished);
	const file = (await loadMigrations(project)).graph.get(migration);
	if (!file) throw withoutFile(unfinished);
	const steps = [{file, direction}];
	const {engine, close} = await openEngine(project, steps, identity);
	try {
		const fake = remedy === 'markApplied';
		const options = {fake, atomic: false, wait: true, signal, terminateBlockers, lock, unfinished};
		return yield* execute(project, engine, steps, options);
	} finally {
		await close();
	}
}

async function remedyOf(
	{text, choices}: Question,
	request: MigrateRequest,
	{interactive, prompt}: Interaction,
): Promise<Remedy | undefined> {
	const flag = remedies.find(remedy => request[remedy]);
	if (flag || !interactive) return flag;
	return remedies[await prompt.choose(text, [...choices, 'leave it as it is'])];
}

/** It has lost its lock, or this run would not have it, but not what it is doing. */
function refuseWhileAlive({migration, process: noted, operator, host}: Unfinished): void {
	if (!noted || host !== hostName() || noted.pid === process.pid || !isAlive(noted)) return;
	throw new CommandError(
		`${migration} is still being run by ${operator}@${host}, process ${noted.pid}, which has lost its lock.`,
		{
			...{code: 'still-running', ways: [ways.migrate]},
			hint: 'Nothing was changed. Wait until that process ends, or end it, then run quarterdeck migrate again.',
		},
	);
}

function cannotResume({migration}: Unfinished): CommandError {
	return new CommandError(`${migration} runs code, which cannot be resumed halfway.`, {
		code: 'cannot-resume',
		hint: 'Undo what ran and use --start-over, or finish it by hand and use --mark-applied.',
		ways: [ways.startOver, ways.markApplied],
	});
}

function withoutFile(unfinished: Unfinished): CommandError {
	return new CommandError(`${partlyApplied(unfinished)} Its file is missing.`, {
		code: 'missing-file',
		hint: 'Restore the file, or undo what ran and forget it with --start-over.',
		ways: [ways.startOver],
	});
}
