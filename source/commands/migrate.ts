import {CommandError, type ExitCode, exitCodes, isCommandError} from '../errors.ts';
import {consentTo} from '../migrations/consent.ts';
import type {DescribedPlan} from '../migrations/describe-plan.ts';
import type {Engine} from '../migrations/engine.ts';
import {refuseConflicts} from '../migrations/graph.ts';
import type {RunLock} from '../migrations/lock.ts';
import type {OpenEngine} from '../migrations/open-engine.ts';
import {
	type Plan,
	planMigrations,
	type Step,
	type Target,
	verifyHistory,
} from '../migrations/plan.ts';
import {recordApplied} from '../migrations/recorder.ts';
import {loadMigrations} from '../migrations/state.ts';
import {readUnfinished} from '../migrations/unfinished.ts';
import {verifyDatabaseIsWritable} from '../migrations/writable.ts';
import {appOf} from '../project/app-registry.ts';
import {openProject, type Project} from '../project/open.ts';
import type {Event} from '../runs/events.ts';
import type {Command, Input} from './command.ts';

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
			const {restore} = await import('../migrations/restore.ts');
			return yield* restore(project, input);
		}
		if (options.prune) {
			const {prune} = await import('../migrations/prune.ts');
			return yield* prune(project, target?.app, input);
		}
		const plan = await planOf(project, target, options);
		if (options.check) return yield* checked(plan.steps);
		if (options.plan) return yield* shown(project, plan);
		if (plan.steps.length === 0 && !(await readUnfinished(project)))
			return yield* nothingToDo(project, plan);
		verifyDatabaseIsWritable(project);
		const {takeRunLock} = await import('../migrations/lock.ts');
		const lock = yield* takeRunLock(project, {wait: !options['no-wait'], signal});
		try {
			const refusal = yield* finishFirst(project, lock, input);
			if (refusal !== undefined) return refusal;
			// Another run may have been faster, and a pull may have brought other files.
			const fresh = await planOf(project, target, options);
			if (fresh.steps.length === 0) return yield* nothingToDo(project, fresh);
			return yield* withEngine(project, fresh.steps, open =>
				run(project, open, fresh, lock, input),
			);
		} finally {
			await lock.release();
		}
	},
};

export default command;

/** @returns the exit code when nothing else may be run */
async function* finishFirst(
	project: Project,
	lock: RunLock,
	input: Input,
): AsyncGenerator<Event, ExitCode | undefined> {
	const unfinished = await readUnfinished(project);
	if (!unfinished) return undefined;
	const {finish} = await import('../migrations/finish.ts');
	return yield* finish(project, unfinished, lock, input);
}

function targetOf({apps}: Project, [label, name]: string[]): Target | undefined {
	return label === undefined ? undefined : {app: appOf(apps, label).label, name};
}

/** @throws CommandError before anything is run */
async function planOf(
	project: Project,
	target: Target | undefined,
	{fake}: Input['options'],
): Promise<Plan & {squashed: boolean}> {
	const {graph, applied, squashed} = await loadMigrations(project);
	refuseConflicts(graph);
	if (!fake) verifyHistory(graph, applied);
	return {...planMigrations(graph, applied, target), squashed};
}

async function* checked(steps: Step[]): AsyncGenerator<Event, ExitCode> {
	if (steps.length === 0) return exitCodes.done;
	yield info(`${steps.length} to run: ${steps.map(({file}) => file.id).join(', ')}`);
	return exitCodes.failed;
}

async function* nothingToDo(project: Project, {target}: Plan): AsyncGenerator<Event, ExitCode> {
	await recordReplacements(project);
	yield {type: 'plan', steps: [], target};
	yield info('  No migrations to apply.');
	return exitCodes.done;
}

/** What would be run, with its SQL; without a lock, as nothing is changed. */
async function* shown(project: Project, {steps, target}: Plan): AsyncGenerator<Event, ExitCode> {
	if (steps.length === 0) {
		yield {type: 'plan', steps: [], target, preview: true};
		return exitCodes.done;
	}
	return yield* withEngine(project, steps, async function* ({engine}) {
		const {describePlan} = await import('../migrations/describe-plan.ts');
		const plan = await describePlan(project, engine, steps);
		yield {type: 'plan', steps: plan.steps, target, preview: true};
		return exitCodes.done;
	});
}

/** MikroORM may be loaded only here; that takes longer than all of the above. */
async function* withEngine(
	project: Project,
	steps: Step[],
	work: (open: OpenEngine) => AsyncGenerator<Event, ExitCode>,
): AsyncGenerator<Event, ExitCode> {
	const {openEngine} = await import('../migrations/open-engine.ts');
	const open = await openEngine(project, steps);
	try {
		return yield* work(open);
	} finally {
		await open.close();
	}
}

async function* run(
	project: Project,
	open: OpenEngine,
	{steps: planned, target, squashed}: Plan & {squashed: boolean},
	lock: RunLock,
	input: Input,
): AsyncGenerator<Event, ExitCode> {
	const {options, positionals, signal} = input;
	const [{describePlan, recordedPlan}, {execute}] = await Promise.all([
		import('../migrations/describe-plan.ts'),
		import('../migrations/executor.ts'),
	]);
	const {engine} = open;
	const steps = options['fake-initial'] ? await knownSteps(project, engine, planned) : planned;
	const plan = options.fake ? recordedPlan(steps) : await describePlan(project, engine, steps);
	refuseIrreversible(plan);
	if (options.atomic) refuseAtomic(engine.driverName, plan);
	if (plan.losses.length > 0) {
		const refusal = options['allow-data-loss'] ? undefined : yield* consent(plan.losses, input);
		if (refusal !== undefined) return refusal;
		yield* (await import('../migrations/restore.ts')).keepCopy(project);
	}
	yield {type: 'plan', steps: plan.steps.map(({sql, ...step}) => step), target};
	const exitCode = yield* execute(project, engine, steps, {
		fake: options.fake ?? false,
		atomic: options.atomic ?? false,
		wait: !options['no-wait'],
		signal,
		lock,
	});
	if (squashed) await recordReplacements(project);
	if (exitCode === exitCodes.done && positionals.length === 0) yield* unmade(open);
	return exitCode;
}

/** A squashed migration is applied as soon as all that it replaces is. */
async function recordReplacements(project: Project): Promise<void> {
	const {unrecorded} = await loadMigrations(project);
	await recordApplied(
		project,
		unrecorded.map(({id}) => id),
	);
}

/** @returns the exit code when nothing may be run */
function consent(losses: string[], input: Input): AsyncGenerator<Event, ExitCode | undefined> {
	const text = `Data would be lost:\n${losses.map(warning => `  ${warning}`).join('\n')}`;
	return consentTo(text, input);
}

async function knownSteps(project: Project, engine: Engine, steps: Step[]): Promise<Step[]> {
	const {fakeInitial} = await import('../migrations/fake-initial.ts');
	return fakeInitial(project, engine, steps);
}

function refuseIrreversible({irreversible: [id]}: DescribedPlan): void {
	if (id === undefined) return;
	throw new CommandError(`${id} has no down(): it cannot be unapplied.`, {
		code: 'irreversible',
		hint: 'Nothing was changed. Write its down(), or unapply what it did by hand and record that with --fake.',
	});
}

function refuseAtomic(driver: string, {withoutTransaction: [id]}: DescribedPlan): void {
	if (driver !== 'sqlite' && driver !== 'postgresql') {
		throw new CommandError(`${driver} commits each change of the schema by itself.`, {
			code: 'not-atomic',
			hint: 'Leave --atomic out.',
		});
	}
	if (id === undefined) return;
	throw new CommandError(`${id} wants no transaction, so it cannot be part of one for all.`, {
		code: 'not-atomic',
		hint: 'Leave --atomic out, or apply it by itself first.',
	});
}

/** Django says this as well. */
async function* unmade(open: OpenEngine): AsyncGenerator<Event> {
	let changes: Map<string, string[]>;
	try {
		changes = await open.unmadeChanges();
	} catch (error) {
		if (isCommandError(error)) return;
		throw error;
	}
	const labels = [...changes].filter(([, operations]) => operations.length > 0);
	if (labels.length === 0) return;
	const names = labels.map(([label]) => `'${label}'`).sort();
	yield {
		type: 'log',
		level: 'notice',
		text:
			`  Your entities in app(s): ${names.join(', ')} have changes that are not yet reflected in a migration, and so won't be applied.\n` +
			"  Run 'quarterdeck makemigrations' to make new migrations, and then re-run 'quarterdeck migrate' to apply them.",
	};
}

function info(text: string): Event {
	return {type: 'log', level: 'info', text};
}
