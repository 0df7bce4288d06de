import {type ExitCode, exitCodes} from '../../errors/command-error.ts';
import {unfinishedWays} from '../../errors/ways.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import type {Event, Question} from '../../runs/events.ts';
import {filledInWords} from '../../words/progress.ts';
import {utcTime} from '../../words/utc-time.ts';
import {fingerprintOfFile, isEditedSince} from '../files/fingerprint.ts';
import {fillsRows, type Step} from '../graph/plan.ts';
import type {Interaction} from '../questions/consent.ts';
import {
	type Checkpoint,
	readCheckpointsOf,
	removeCheckpoint,
	writeNote,
} from '../record/backfill-table.ts';

const remedies = ['resume', 'markApplied', 'startOver'] as const;
type Remedy = (typeof remedies)[number];

/**
 * A backfill that was edited when it had filled some rows does not go on unasked: the others would get other values.
 * @returns the steps, some of them only to be recorded; or the exit code when an answer is needed
 */
export async function* settleEdited(
	project: Project,
	steps: Step[],
	request: {[remedy in Remedy]?: boolean},
	{interactive, prompt}: Interaction,
): AsyncGenerator<Event, Step[] | ExitCode> {
	const begun = steps.some(fillsRows) ? await readCheckpointsOf(project) : new Map();
	const settled: Step[] = [];
	for (const step of steps) {
		const checkpoint: Checkpoint | undefined = fillsRows(step)
			? begun.get(step.file.id)
			: undefined;
		if (!checkpoint || !isEditedSince(step.file, checkpoint.note.fingerprint)) {
			settled.push(step);
			continue;
		}
		const question = questionAbout(checkpoint);
		const {text, choices} = question;
		const flag = remedies.find(remedy => request[remedy]);
		const chosen =
			flag ??
			(interactive
				? remedies[await prompt.choose(text, [...choices, 'leave it as it is'])]
				: undefined);
		if (!chosen) {
			yield question;
			return exitCodes.answerNeeded;
		}
		if (chosen === 'markApplied') settled.push({...step, fake: true});
		else {
			await settle(project, checkpoint, chosen, step);
			settled.push(step);
		}
	}
	return settled;
}

async function settle(
	project: Project,
	checkpoint: Checkpoint,
	remedy: 'resume' | 'startOver',
	{file}: Step,
): Promise<void> {
	const database = (await connectDatabase(project))!;
	const {name, note} = checkpoint;
	try {
		if (remedy === 'startOver') return await removeCheckpoint(database.query, name);
		const fingerprint = fingerprintOfFile(file);
		await writeNote(database.query, {...checkpoint, note: {...note, fingerprint}});
	} finally {
		await database.close();
	}
}

function questionAbout({name, filled, total, note}: Checkpoint): Question {
	const {operator, host, since} = note;
	return {
		...{type: 'question', id: 'unfinished', kind: 'unfinished', migration: name},
		text: `${name} was edited when it had filled ${filledInWords(filled, total)}. ${operator}@${host} started it at ${utcTime(since)}.`,
		choices: [
			'--resume goes on behind these rows with the file as it is now',
			'--mark-applied records it as applied without filling the rest',
			'--start-over fills all rows, these ones again',
		],
		flag: '--resume, --mark-applied or --start-over',
		ways: unfinishedWays,
	};
}
