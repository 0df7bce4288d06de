import type {Command, Input} from '../command-definition/command.ts';
import {type ExitCode, exitCodes} from '../errors/command-error.ts';
import {currentPlan} from '../migrations/graph/current-plan.ts';
import {inShort, type Plan, type Step, type Target} from '../migrations/graph/plan.ts';
import {recordReplacements} from '../migrations/graph/record-replacements.ts';
import type {RunLock} from '../migrations/locks/lock.ts';
import {readUnfinished, type Unfinished} from '../migrations/resume/unfinished.ts';
import {notToItsEnd} from '../migrations/resume/unfinished-question.ts';
import type {Finished} from '../migrations/run/finish.ts';
import {refuseAtomicOn} from '../migrations/run/refusals.ts';
import {verifyDatabaseIsWritable} from '../migrations/run/writable.ts';
import {appOf} from '../project/apps/app-registry.ts';
import {openProject} from '../project/open/open.ts';
import type {Project} from '../project/project.ts';
import type {Event} from '../runs/events.ts';

const command: Command = {
	usage: '[APP [TARGET|zero]] [OPTIONS]',
	maximum: 2,
	journal: ({plan, check}) => !plan && !check,
	options: {
		plan: {type: 'boolean', help: 'show what would be run, with its SQL'},
		check: {type: 'boolean', help: 'exit with 1 if something would be run'},
		fake: {type: 'boolean', help: 'record as applied or unapplied, run nothing'},
		'fake-initial': {
			type: 'boolean',
			help: 'record the first migration of an app whose tables are there already',
		},
		prune: {type: 'boolean', help: 'take out of the record what has no file any more'},
		atomic: {type: 'boolean', help: 'one transaction for all: everything or nothing'},
		noinput: {type: 'boolean', help: 'never ask'},
		'allow-production': {
			type: 'boolean',
			help: 'go on in production, where a name is typed otherwise',
		},
		'allow-data-loss': {type: 'boolean', help: 'go on where rows would be lost'},
		restore: {type: 'boolean', help: 'bring back the copy that was kept before rows were lost'},
		resume: {type: 'boolean', help: 'go on in the middle of what did not run to its end'},
		'mark-applied': {type: 'boolean', help: 'record what did not run to its end as done'},
		'start-over': {type: 'boolean', help: 'run it from its beginning; its rest was undone'},
		'no-wait': {type: 'boolean', help: 'end with 4 where another run holds the lock'},
	},
	async *run(input) {
		const {options, signal} = input;
		const project = input.project ?? (await openProject(input.directory));
		const target = targetOf(project, input.positionals);
		if (options.restore) {
			const {restore} = await import('../migrations/resume/restore.ts');
			return yield* restore(project, input);
		}
		if (options.prune) {
			const {prune} = await import('../migrations/run/prune.ts');
			return yield* prune(project, target?.app, input);
		}
		if (options.atomic) refuseAtomicOn(project);
		const plan = await currentPlan(project, target, options);
		const unfinished = await readUnfinished(project);
		if (options.check) return yield* checked(plan.steps, unfinished);
		if (options.plan) return yield* shown(project, plan, unfinished);
		if (plan.steps.length === 0 && !unfinished) return yield* nothingToDo(project, plan);
		verifyDatabaseIsWritable(project);
		const {takeRunLock} = await import('../migrations/locks/lock.ts');
		const lock = yield* takeRunLock(project, {wait: !options['no-wait'], signal});
		try {
			const finished = yield* finishFirst(project, lock, input);
			if (finished.exitCode !== undefined) return finished.exitCode;
			// Another run may have been faster, and a pull may have brought other files.
			const fresh = await currentPlan(project, target ?? finished.target, options);
			if (fresh.steps.length === 0) return yield* nothingToDo(project, fresh, finished.ran);
			// Only here is MikroORM needed, which takes longer to load than all of the above to run.
			const {runPlan} = await import('../migrations/run/run-plan.ts');
			return yield* runPlan(project, fresh, lock, input, target === undefined);
		} finally {
			await lock.release();
		}
	},
};

export default command;

async function* finishFirst(
	project: Project,
	lock: RunLock,
	input: Input,
): AsyncGenerator<Event, Finished> {
	const unfinished = await readUnfinished(project);
	if (!unfinished) return {};
	const {finish} = await import('../migrations/run/finish.ts');
	return yield* finish(project, unfinished, lock, input);
}

function targetOf({apps}: Project, [label, name]: string[]): Target | undefined {
	return label === undefined ? undefined : {app: appOf(apps, label).label, name};
}

/** One line, also when nothing is to be run but what was left in its middle. */
async function* checked(
	steps: Step[],
	unfinished: Unfinished | undefined,
): AsyncGenerator<Event, ExitCode> {
	if (steps.length === 0 && !unfinished) return exitCodes.done;
	const sentences = [
		...(unfinished ? [notToItsEnd(unfinished)] : []),
		...(steps.length > 0 ? [inShort(steps)] : []),
	];
	yield info(sentences.join(' '));
	return exitCodes.failed;
}

async function* shown(
	project: Project,
	plan: Plan,
	unfinished: Unfinished | undefined,
): AsyncGenerator<Event, void> {
	if (unfinished) {
		const text = `${notToItsEnd(unfinished)} 'quarterdeck migrate' asks first how to go on with it.`;
		yield {type: 'log', level: 'warning', text};
	}
	const {showPlan} = await import('../migrations/run/show-plan.ts');
	yield* showPlan(project, plan);
	// A person reads above that it will be asked; the dashboard asks at once.
	if (unfinished) yield {type: 'result', value: await questionOf(project, unfinished), text: ''};
}

async function questionOf({settings}: Project, unfinished: Unfinished): Promise<object> {
	const {unfinishedQuestion} = await import('../migrations/resume/unfinished-question.ts');
	return unfinishedQuestion(unfinished, settings.database.driver);
}

/** @param ran whether what was left in its middle was finished before: that was something to do */
async function* nothingToDo(
	project: Project,
	{target}: Plan,
	ran = false,
): AsyncGenerator<Event, ExitCode> {
	await recordReplacements(project);
	if (ran) return exitCodes.done;
	yield {type: 'plan', steps: [], target};
	yield info('  No migrations to apply.');
	return exitCodes.done;
}

function info(text: string): Event {
	return {type: 'log', level: 'info', text};
}
