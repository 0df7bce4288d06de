import {CommandError, type ExitCode, exitCodes, isCommandError} from '../errors.ts';
import {type MigrationGraph, refuseConflicts} from '../migrations/graph.ts';
import {
	type Plan,
	planMigrations,
	type Step,
	type Target,
	verifyHistory,
} from '../migrations/plan.ts';
import {type Applied, recordApplied} from '../migrations/recorder.ts';
import {loadMigrations} from '../migrations/state.ts';
import {verifyDatabaseIsWritable} from '../migrations/writable.ts';
import {appOf} from '../project/app-registry.ts';
import {openProject, type Project} from '../project/open.ts';
import type {OpenOrm} from '../project/orm.ts';
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
		atomic: {type: 'boolean', help: 'one transaction for all: everything or nothing'},
		noinput: {type: 'boolean', help: 'never ask'},
		'allow-data-loss': {type: 'boolean', help: 'go on where rows would be lost'},
		'no-wait': {type: 'boolean', help: 'end with 4 where another run holds the lock'},
	},
	async *run(input) {
		const {options} = input;
		const project = await openProject(input.directory, input.database);
		const target = targetOf(project, input.positionals);
		const {graph, applied} = await loadMigrations(project);
		const plan = planOf(graph, applied, target, options);
		if (options.check) return yield* checked(plan.steps);
		if (plan.steps.length === 0) {
			yield {type: 'plan', steps: [], target: plan.target, ...(options.plan && {preview: true})};
			if (!options.plan) {
				await recordReplacements(project);
				yield info('  No migrations to apply.');
			}
			return exitCodes.done;
		}
		if (!options.plan) verifyDatabaseIsWritable(project);
		// Only now is MikroORM needed, which takes longer to load than all of the above to run.
		const {openOrm} = await import('../project/orm.ts');
		const open = await openOrm(project);
		try {
			return yield* planAndRun(project, open, plan, input);
		} finally {
			await open.orm.close(true);
		}
	},
};

export default command;

function targetOf({apps}: Project, [label, name]: string[]): Target | undefined {
	return label === undefined ? undefined : {app: appOf(apps, label).label, name};
}

/** @throws CommandError before anything is run */
function planOf(
	graph: MigrationGraph,
	applied: Applied,
	target: Target | undefined,
	{fake}: Input['options'],
): Plan {
	refuseConflicts(graph);
	if (!fake) verifyHistory(graph, applied);
	return planMigrations(graph, applied, target);
}

async function* checked(steps: Step[]): AsyncGenerator<Event, ExitCode> {
	if (steps.length === 0) return exitCodes.done;
	yield info(`${steps.length} to run: ${steps.map(({file}) => file.id).join(', ')}`);
	return exitCodes.failed;
}

async function* planAndRun(
	project: Project,
	open: OpenOrm,
	{steps, target}: Plan,
	input: Input,
): AsyncGenerator<Event, ExitCode> {
	const {options, positionals, signal} = input;
	const [{overMikroOrm}, {describePlan, withoutSql}, {execute}] = await Promise.all([
		import('../migrations/mikro-orm.ts'),
		import('../migrations/describe-plan.ts'),
		import('../migrations/executor.ts'),
	]);
	const orm = await overMikroOrm(project, open);
	refuseAtomic(orm.driverName, options.atomic);
	const plan = options.fake
		? {steps: steps.map(withoutSql), losses: []}
		: await describePlan(project, orm, steps);
	if (options.plan) {
		yield {type: 'plan', steps: plan.steps, target, preview: true};
		return exitCodes.done;
	}
	if (plan.losses.length > 0 && !options['allow-data-loss']) {
		const refusal = yield* consent(plan.losses, input);
		if (refusal !== undefined) return refusal;
	}
	yield {type: 'plan', steps: plan.steps.map(({sql, ...step}) => step), target};
	const exitCode = yield* execute(project, orm, steps, {
		fake: options.fake ?? false,
		atomic: options.atomic ?? false,
		wait: !options['no-wait'],
		signal,
	});
	await recordReplacements(project);
	if (exitCode === exitCodes.done && positionals.length === 0) yield* unmade(project, open);
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
async function* consent(
	losses: string[],
	{interactive, prompt}: Input,
): AsyncGenerator<Event, ExitCode | undefined> {
	const text = `Data would be lost:\n${losses.map(warning => `  ${warning}`).join('\n')}`;
	if (!interactive) {
		yield {
			type: 'question',
			id: 'data-loss',
			kind: 'confirm',
			text,
			choices: ['yes', 'no'],
			flag: '--allow-data-loss',
		};
		return exitCodes.answerNeeded;
	}
	if (await prompt.confirm(`${text}\nGo on? [y/N] `)) return undefined;
	yield info('Nothing was changed.');
	return exitCodes.failed;
}

function refuseAtomic(driver: string, atomic: boolean | undefined): void {
	if (!atomic || driver === 'sqlite' || driver === 'postgresql') return;
	throw new CommandError(`${driver} commits each change of the schema by itself.`, {
		code: 'not-atomic',
		hint: 'Leave --atomic out.',
	});
}

/** Django says this as well; here it is said only while MikroORM is loaded anyway. */
async function* unmade(project: Project, open: OpenOrm): AsyncGenerator<Event> {
	const {unmadeChanges} = await import('../migrations/unmade-changes.ts');
	let changes: Map<string, string[]>;
	try {
		changes = await unmadeChanges(project, open);
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
