import {
	CommandError,
	type ExitCode,
	exitCodes,
	isCommandError,
	messageOf,
} from '../../errors/command-error.ts';
import {databaseAddress, databasePlace} from '../../project/database/address.ts';
import {dialectOf, isMysqlFamily} from '../../project/database/dialect.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import {openProject} from '../../project/open/open.ts';
import type {Project} from '../../project/project.ts';
import {type Event, log, type Rehearsal, type RehearsedStep} from '../../runs/events.ts';
import {sizeInWords} from '../../words/size.ts';
import {queryIn} from '../engine/engine.ts';
import {previewOf} from '../files/preview.ts';
import {currentPlan} from '../graph/current-plan.ts';
import type {Step, Target} from '../graph/plan.ts';
import {consentToCode, type Interaction} from '../questions/consent.ts';
import {ensureNotesTable} from '../record/notes-table.ts';
import {type Copy, copyOf, notCopied, verifyIsCopy} from '../rehearse/copy.ts';
import {CopyFolder, dropLeftovers} from '../rehearse/copy-folder.ts';
import {estimateOf} from '../rehearse/estimate.ts';
import {keepRehearsal, planHash} from '../rehearse/kept-rehearsal.ts';
import {Outside, otherDatabases, reachOf} from '../rehearse/outside.ts';
import {runPhase} from '../rehearse/phases.ts';
import {resultText} from '../rehearse/rehearsal-text.ts';
import {differentIn, type SchemaText, schemaText} from '../rehearse/schema-text.ts';
import {readUnfinished} from '../unfinished/progress.ts';
import {unfinishedProblem} from '../unfinished/question.ts';
import {describePlan} from './describe-plan.ts';
import type {MigrateRequest} from './migrate.ts';
import {openEngine} from './open-engine.ts';
import {refuseIrreversible} from './refusals.ts';

/**
 * Runs the plan on a copy of the database, undoes it and runs it again, and measures it. Then the copy is dropped.
 * Nothing is written to the database itself, so that no lock is taken.
 * @throws CommandError `no-copy`, `not-the-copy`, `rehearsal-failed`, `reaches-outside`, `interrupted` …
 */
export async function* rehearse(
	project: Project,
	target: Target | undefined,
	request: MigrateRequest,
	interaction: Interaction,
): AsyncGenerator<Event, ExitCode> {
	const {steps} = await currentPlan(project, target, {});
	if (steps.length === 0) {
		yield log.info('  No migrations to rehearse.');
		return exitCodes.done;
	}
	await refuseUnfinished(project);
	const plan = await describePlan(project, steps, true);
	refuseIrreversible(plan);
	const {outside, reach} = await lookOutside(project, steps);
	const code = plan.steps
		.filter(({source, backfill}) => source !== undefined || backfill)
		.map(({migration}) => migration);
	const refusal = yield* consentToCode({code, reach}, request, interaction);
	if (refusal !== undefined) return refusal;
	yield* dropLeftovers(project);
	const place = CopyFolder.make(project);
	let copy: Copy | undefined;
	try {
		copy = await copyOf(project, place);
		const bytes = yield* announce(project, copy);
		await made(copy, interaction);
		const found = yield* runOnCopy(project, copy, {steps, target, outside}, interaction);
		yield* finish(project, {...found, bytes}, steps);
	} finally {
		yield* drop(copy, place);
	}
	return exitCodes.done;
}

async function made(copy: Copy, {signal}: Interaction): Promise<void> {
	try {
		await copy.make(signal);
	} catch (error) {
		if (isCommandError(error)) throw error;
		throw notCopied(messageOf(error).split('\n')[0]!, 'Correct that, and try again.', error);
	}
}

/** Without its note, nobody would know whose a copy is that could not be dropped. */
async function* drop(copy: Copy | undefined, place: CopyFolder): AsyncGenerator<Event, void> {
	try {
		await copy?.drop();
		place.remove();
	} catch (error) {
		yield log.warning(
			`The copy ${place.name} could not be dropped: ${messageOf(error)}. The next rehearsal tries it again.`,
		);
	}
}

async function refuseUnfinished(project: Project): Promise<void> {
	const unfinished = await readUnfinished(project);
	if (!unfinished) return;
	const {message, hint} = unfinishedProblem(unfinished);
	throw new CommandError(message, {code: 'unfinished-migration', hint});
}

/** @throws CommandError `reaches-outside` before anything is copied */
async function lookOutside(
	project: Project,
	steps: Step[],
): Promise<{outside: Outside; reach: string | undefined}> {
	const dialect = dialectOf(project);
	const database = await connectDatabase(project);
	if (!database) {
		throw new CommandError('There is no database to copy.', {
			code: 'no-copy',
			hint: "'quarterdeck migrate' makes it; 'quarterdeck check --replay' runs all migrations on a new one.",
		});
	}
	try {
		const others = isMysqlFamily(dialect) ? await otherDatabases(database.query) : [];
		const {name} = databaseAddress(project);
		const outside = new Outside(dialect, isMysqlFamily(dialect) ? [...others, name] : []);
		for (const {file} of steps) {
			if (file.backfill) continue;
			for (const direction of ['forwards', 'backwards'] as const) {
				const {sql, texts} = previewOf(file, direction, dialect);
				for (const text of [...sql, ...texts]) outside.verify(text, file.id);
			}
		}
		return {outside, reach: await reachOf(database.query, dialect)};
	} finally {
		await database.close();
	}
}

async function* announce(project: Project, copy: Copy): AsyncGenerator<Event, number | null> {
	const bytes = (await copy.size()) ?? null;
	const place = databasePlace(databaseAddress(project));
	const size = bytes === null ? '' : `, ${sizeInWords(bytes)}`;
	yield log.info(`Copying ${place}${size}...`);
	return bytes;
}

interface Found {
	steps: RehearsedStep[];
	/** How many of the steps were undone. */
	undone: number;
	differences: string[];
}

async function* runOnCopy(
	project: Project,
	copy: Copy,
	{steps, target, outside}: {steps: Step[]; target: Target | undefined; outside: Outside},
	{signal}: Interaction,
): AsyncGenerator<Event, Found> {
	const other = await openProject(project.root, copy.settings);
	await verifyConnection(other, copy);
	const planned = (await currentPlan(other, target, {})).steps;
	if (idsOf(planned) !== idsOf(steps)) {
		throw new CommandError('The database was migrated while it was copied.', {
			code: 'plan-changed',
			hint: 'Rehearse again.',
		});
	}
	const {engine, close} = await openEngine(other, planned);
	const query = queryIn(engine, undefined);
	const schema = (): Promise<SchemaText> => schemaText(query, engine.driverName);
	const run = (phase: 'plan' | 'reverse' | 'again', some: Step[]) =>
		runPhase(other, engine, {phase, steps: some}, {signal, outside});
	try {
		await verifyIsCopy(copy, query);
		// A run's lock has made it, where a run has one.
		if (engine.driverName !== 'sqlite') await ensureNotesTable(query, engine.driverName);
		const measured = yield* run('plan', planned);
		const before = await schema();
		const back = reversed(planned, dialectOf(other));
		if (back.length > 0) {
			yield* run('reverse', back);
			yield* run('again', back.map(turned).reverse());
		}
		return {
			steps: measured,
			undone: back.length,
			differences: back.length > 0 ? differentIn(before, await schema()) : [],
		};
	} finally {
		await close();
	}
}

/** Asks the server itself, over each way that leads there. */
async function verifyConnection(project: Project, copy: Copy): Promise<void> {
	const database = await connectDatabase(project);
	try {
		await verifyIsCopy(copy, async (...asked) => database?.query(...asked) ?? []);
	} finally {
		await database?.close();
	}
}

function idsOf(steps: Step[]): string {
	return steps.map(({file, direction}) => `${direction} ${file.id}`).join();
}

/** The steps that undo the last ones of a plan, as far back as each has a way. */
function reversed(steps: Step[], dialect: ReturnType<typeof dialectOf>): Step[] {
	const back = steps.toReversed();
	const end = back.findIndex(
		({file, direction}) =>
			direction === 'forwards' &&
			!file.backfill &&
			!previewOf(file, 'backwards', dialect).reversible,
	);
	return (end < 0 ? back : back.slice(0, end)).map(turned);
}

function turned({file, direction}: Step): Step {
	return {file, direction: direction === 'forwards' ? 'backwards' : 'forwards'};
}

async function* finish(
	project: Project,
	{steps, undone, differences, bytes}: Found & {bytes: number | null},
	planned: Step[],
): AsyncGenerator<Event, void> {
	const reversible = undone === planned.length;
	if (!reversible) {
		const {file} = planned[planned.length - undone - 1]!;
		yield log.warning(
			`  ${file.id} has no down(): it was not undone${planned.length - undone > 1 ? ', nor was what ran before it' : ''}.`,
		);
	}
	if (differences.length > 0)
		yield log.warning(
			`  After it was undone and ran again, other than before: ${differences.join(', ')}.`,
		);
	const rehearsal: Rehearsal = {
		plan: planHash(project, planned),
		at: new Date().toISOString(),
		copy: 'full',
		bytes,
		steps,
		estimate: estimateOf(steps),
		reversible,
		sameAfterwards: differences.length === 0,
	};
	keepRehearsal(project, rehearsal);
	yield {type: 'result', value: rehearsal, text: resultText(rehearsal)};
}
