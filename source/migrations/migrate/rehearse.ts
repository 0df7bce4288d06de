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
import type {Project} from '../../project/project.ts';
import {rehearsalText} from '../../runs/event-texts.ts';
import {type Event, log, type Rehearsal} from '../../runs/events.ts';
import {sizeInWords} from '../../words/size.ts';
import {previewOf} from '../files/preview.ts';
import {currentPlan} from '../graph/current-plan.ts';
import type {Step, Target} from '../graph/plan.ts';
import {consentToCode, type Interaction} from '../questions/consent.ts';
import {type Copy, copyOf, notCopied} from '../rehearse/copy.ts';
import {CopyFolder, dropLeftovers} from '../rehearse/copy-folder.ts';
import {estimateOf} from '../rehearse/estimate.ts';
import {keepRehearsal, planHash} from '../rehearse/kept-rehearsal.ts';
import {databasesOf, Outside, reachOf} from '../rehearse/outside.ts';
import {resultText} from '../rehearse/rehearsal-text.ts';
import {readUnfinished} from '../unfinished/progress.ts';
import {unfinishedProblem} from '../unfinished/question.ts';
import {describePlan} from './describe-plan.ts';
import type {MigrateRequest} from './migrate.ts';
import {refuseIrreversible} from './refusals.ts';
import {type Found, runOnCopy} from './run-on-copy.ts';

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
		const bytes = yield* announce(project, copy, request);
		await made(copy, request, interaction);
		const phases = {outside, signal: interaction.signal};
		const found = yield* runOnCopy(
			project,
			copy,
			{steps, target, isSample: request.sample !== undefined},
			phases,
		);
		yield* finish(project, request, {...found, bytes}, steps);
	} finally {
		yield* drop(copy, place);
	}
	return exitCodes.done;
}

async function made(copy: Copy, {sample}: MigrateRequest, {signal}: Interaction): Promise<void> {
	try {
		await copy.make({sample}, signal);
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
		const named = isMysqlFamily(dialect) ? await databasesOf(database.query) : [];
		const outside = new Outside(dialect, named);
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

async function* announce(
	project: Project,
	copy: Copy,
	{sample}: MigrateRequest,
): AsyncGenerator<Event, number | null> {
	const bytes = (await copy.size()) ?? null;
	const place = databasePlace(databaseAddress(project));
	const size = bytes === null ? '' : `, ${sizeInWords(bytes)}`;
	const what = sample === undefined ? '' : `${sample} rows of each table of `;
	yield log.info(`Copying ${what}${place}${size}...`);
	return bytes;
}

async function* finish(
	project: Project,
	{sample}: MigrateRequest,
	{steps, undone, differences, growth, bytes}: Found & {bytes: number | null},
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
		copy: sample === undefined ? 'full' : 'sample',
		...(sample !== undefined && {rows: sample}),
		bytes,
		steps,
		estimate: estimateOf(steps, growth),
		reversible,
		sameAfterwards: differences.length === 0,
	};
	keepRehearsal(project, rehearsal);
	yield {type: 'result', value: rehearsal, text: resultText(rehearsal)};
	yield log.success(rehearsalText(rehearsal));
}
