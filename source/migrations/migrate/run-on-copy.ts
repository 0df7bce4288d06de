import {CommandError} from '../../errors/command-error.ts';
import {isLocal} from '../../project/database/address.ts';
import type {Database} from '../../project/database/database.ts';
import {dialectOf} from '../../project/database/dialect.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import {openProject} from '../../project/open/open.ts';
import type {Project} from '../../project/project.ts';
import type {Event, RehearsedStep} from '../../runs/events.ts';
import {queryIn} from '../engine/engine.ts';
import {previewOf} from '../files/preview.ts';
import {currentPlan} from '../graph/current-plan.ts';
import type {Step, Target} from '../graph/plan.ts';
import type {RunLock} from '../locks/lock.ts';
import {type Copy, verifyIsCopy} from '../rehearse/copy.ts';
import {type Growth, growthOf} from '../rehearse/growth.ts';
import {type PhaseOptions, runPhase} from '../rehearse/phases.ts';
import {differentIn, type SchemaText, schemaText} from '../rehearse/schema-text.ts';
import {openEngine} from './open-engine.ts';

/** What came of it. */
export interface Found {
	steps: RehearsedStep[];
	/** How many of the steps were undone. */
	undone: number;
	differences: string[];
	/** Of a sample. */
	growth: Growth | undefined;
}

/**
 * Runs the plan on the copy, undoes it as far as that is possible, and runs it again.
 * @throws CommandError `not-the-copy`, `plan-changed`, and what `runPhase` throws
 */
export async function* runOnCopy(
	project: Project,
	copy: Copy,
	{steps, target, isSample}: {steps: Step[]; target: Target | undefined; isSample: boolean},
	options: Omit<PhaseOptions, 'lock'>,
): AsyncGenerator<Event, Found> {
	const other = await openProject(project.root, copy.settings);
	const growth = await lookAtCopy(other, copy, async database =>
		isSample ? growthFrom(project, database, steps) : undefined,
	);
	const planned = (await currentPlan(other, target, {})).steps;
	if (idsOf(planned) !== idsOf(steps)) {
		throw new CommandError('The database was migrated while it was copied.', {
			code: 'plan-changed',
			hint: 'Rehearse again.',
		});
	}
	const {engine, close} = await openEngine(other, planned);
	let lock = alone;
	const query = queryIn(engine, undefined);
	const schema = (): Promise<SchemaText> => schemaText(query, engine.driverName);
	const run = (phase: 'plan' | 'reverse' | 'again', some: Step[]) =>
		runPhase(other, engine, {phase, steps: some}, {...options, lock});
	try {
		await verifyIsCopy(copy, query);
		lock = yield* lockOf(other, options.signal);
		const measured = yield* run('plan', planned);
		const before = await schema();
		const back = reversed(planned, dialectOf(other));
		if (back.length > 0) {
			yield* run('reverse', back);
			yield* run('again', back.map(turned).reverse());
		}
		return {
			growth,
			steps: measured,
			undone: back.length,
			differences: back.length > 0 ? differentIn(before, await schema()) : [],
		};
	} finally {
		await lock.release();
		await close();
	}
}

/** Only what a lock of a server takes shows in the times; SQLite's would keep runs away from the source. */
async function* lockOf(copy: Project, signal: AbortSignal): AsyncGenerator<Event, RunLock> {
	if (isLocal(copy)) return alone;
	const {takeRunLock} = await import('../locks/lock.ts');
	return yield* takeRunLock(copy, {wait: false, signal});
}

/** Nobody else knows the copy. */
const alone: RunLock = {
	announce: async () => {},
	verify: async () => {},
	release: async () => {},
};

/** Asks the server itself where this is, as the engine is asked later. */
async function lookAtCopy<T>(
	project: Project,
	copy: Copy,
	look: (database: Database) => Promise<T>,
): Promise<T> {
	const database = await connectDatabase(project);
	try {
		await verifyIsCopy(copy, async (...asked) => database?.query(...asked) ?? []);
		return await look(database!);
	} finally {
		await database?.close();
	}
}

/** What a migration with code sends is not known before. */
async function growthFrom(project: Project, copy: Database, steps: Step[]): Promise<Growth> {
	const source = (await connectDatabase(project))!;
	try {
		const statements = steps.flatMap(
			({file, direction}) => previewOf(file, direction, source.dialect).sql,
		);
		return await growthOf(statements, source, copy);
	} finally {
		await source.close();
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
