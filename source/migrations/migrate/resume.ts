import {CommandError, type ExitCode, exitCodes} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import {openOrm} from '../../project/open/open-orm.ts';
import type {Project} from '../../project/project.ts';
import type {Event, Question} from '../../runs/events.ts';
import {overMikroOrm} from '../engine/mikro-orm.ts';
import {execute} from '../executor/executor.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import type {Target} from '../graph/plan.ts';
import {loadMigrations} from '../graph/state.ts';
import type {RunLock} from '../locks/lock.ts';
import type {Asking} from '../questions/consent.ts';
import {forgetUnfinished, type Unfinished} from '../unfinished/progress.ts';
import {unfinishedQuestion} from '../unfinished/unfinished-question.ts';
import type {MigrateRequest} from './migrate.ts';

/** How to go on with a migration that did not run to its end, in the order of the question's choices. */
const remedies = ['resume', 'markApplied', 'startOver'] as const satisfies (keyof MigrateRequest)[];
type Remedy = (typeof remedies)[number];

/** What is left to do afterwards. */
export interface Finished {
	/** Of the run, when nothing else may be run. */
	exitCode?: ExitCode;
	/** Whether something was run or recorded for it. */
	ran?: true;
	/** Where a way back that was cut short led to: without a target of its own the run stays there. */
	target?: Target;
}

/**
 * What a run before has left in its middle is finished before anything else is planned.
 * @throws CommandError `cannot-resume`, `missing-file`, `changed-since`
 */
export async function* finish(
	project: Project,
	unfinished: Unfinished,
	lock: RunLock,
	request: MigrateRequest,
	asking: Asking,
): AsyncGenerator<Event, Finished> {
	const {migration, direction} = unfinished;
	const {applied, graph} = await loadMigrations(project);
	// Its process may have died between the record and the note.
	const isDone = applied.has(migration) === (direction === 'forwards');
	const question = unfinishedQuestion(unfinished, project.settings.database.driver);
	const remedy = isDone ? 'startOver' : await remedyOf(question, request, asking);
	if (!remedy) {
		yield question;
		return {exitCode: exitCodes.answerNeeded};
	}
	if (remedy !== 'startOver') {
		const exitCode = yield* goOn(project, unfinished, remedy, lock, asking);
		if (exitCode !== exitCodes.done) return {exitCode};
	}
	await forgetUnfinished(project);
	return {
		...(remedy !== 'startOver' && {ran: true}),
		target: direction === 'backwards' ? targetBefore(graph, migration) : undefined,
	};
}

/** The one before it, of its app; everything else stays as it is. */
function targetBefore(graph: MigrationGraph, id: string): Target | undefined {
	const file = graph.get(id);
	if (!file) return undefined;
	const before = graph.of(file.app).find(other => file.dependencies.includes(other.id));
	return {app: file.app, name: before?.name ?? 'zero'};
}

async function* goOn(
	project: Project,
	unfinished: Unfinished,
	remedy: Remedy,
	lock: RunLock,
	{signal}: Asking,
): AsyncGenerator<Event, ExitCode> {
	const {migration, direction, code} = unfinished;
	if (remedy === 'resume' && code.length > 0) throw cannotResume(unfinished);
	const file = (await loadMigrations(project)).graph.get(migration);
	if (!file) throw withoutFile(unfinished);
	const open = await openOrm(project);
	try {
		const orm = await overMikroOrm(project, open);
		const fake = remedy === 'markApplied';
		return yield* execute(project, orm, [{file, direction}], {
			...{fake, atomic: false, wait: true, signal, lock, unfinished},
		});
	} finally {
		await open.orm.close(true);
	}
}

async function remedyOf(
	{text, choices}: Question,
	request: MigrateRequest,
	{interactive, prompt}: Asking,
): Promise<Remedy | undefined> {
	const flag = remedies.find(remedy => request[remedy]);
	if (flag || !interactive) return flag;
	return remedies[await prompt.choose(text, [...choices, 'leave it as it is'])];
}

function cannotResume({migration}: Unfinished): CommandError {
	return new CommandError(`${migration} runs code, which cannot be taken up in its middle.`, {
		code: 'cannot-resume',
		hint: 'Undo what stays and start over with --start-over, or finish it by hand and --mark-applied.',
		ways: [ways.startOver, ways.markApplied],
	});
}

function withoutFile({migration}: Unfinished): CommandError {
	return new CommandError(`The file of ${migration}, which did not run to its end, is gone.`, {
		code: 'missing-file',
		hint: 'Bring it back, or undo what stays and forget it with --start-over.',
		ways: [ways.startOver],
	});
}
