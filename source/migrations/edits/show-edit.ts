import {readFileSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import type {Project} from '../../project/project.ts';
import type {Event} from '../../runs/events.ts';
import {isEditedSince} from '../files/fingerprint.ts';
import type {MigrationFile} from '../files/loader.ts';
import {readApplied} from '../record/recorder.ts';
import {findAppliedSource} from './applied-source.ts';
import {type Line, lineDiff} from './line-diff.ts';

/** What ran, as far as it is known. */
interface Edit {
	migration: string;
	edited: boolean;
	/** ISO time. */
	applied: string;
	/** Where its text at that time was found. */
	from?: string;
	lines: Line[];
}

/**
 * What differs in a migration's file since it was applied.
 * @param paint as in Input
 * @throws CommandError `not-applied`; `unknown-text` where what ran is not known
 */
export async function* showEdit(
	project: Project,
	file: MigrationFile,
	paint: (meaning: 'success' | 'error' | 'quiet' | 'strong', text: string) => string,
): AsyncGenerator<Event, void> {
	const edit = await editOf(project, file);
	const shown = path.relative(project.root, file.path);
	if (!edit.edited) {
		const text = `${shown} does what it did when it was applied.`;
		yield {type: 'result', value: edit, text};
		return;
	}
	const time = edit.applied.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
	const meanings = {'-': 'error', '+': 'success', '…': 'quiet'} as const;
	const lines = edit.lines.map(({sign, text}) => {
		const line = `${sign}${sign === '…' ? '' : ` ${text}`}`;
		return sign === ' ' ? line : paint(meanings[sign], line);
	});
	const heading = [
		`--- ${shown}, as it was applied ${time} (${edit.from})`,
		`+++ ${shown}, as it is now`,
	].map(text => paint('strong', text));
	yield {type: 'result', value: edit, text: [...heading, ...lines].join('\n')};
}

async function editOf(project: Project, file: MigrationFile): Promise<Edit> {
	const applied = await readApplied(project);
	const time = applied.get(file.id);
	if (!time) {
		throw new CommandError(`${file.id} is not applied, so nothing in it was changed since.`, {
			code: 'not-applied',
		});
	}
	const fingerprint = applied.fingerprints?.get(file.id);
	const known = {migration: file.id, applied: time.toISOString()};
	if (fingerprint === undefined || file.migration) {
		throw unknownText(file, 'it was not Quarterdeck that applied it, or did so long ago');
	}
	if (!isEditedSince(file, fingerprint)) return {...known, edited: false, lines: []};
	const before = findAppliedSource(project.root, file, fingerprint);
	if (!before) throw unknownText(file, 'neither .quarterdeck nor the history of git has that text');
	const lines = lineDiff(before.text, readFileSync(file.path, 'utf8'));
	return {...known, edited: true, from: before.from, lines};
}

function unknownText({id}: MigrationFile, because: string): CommandError {
	return new CommandError(`What ${id} said when it was applied is not known: ${because}.`, {
		code: 'unknown-text',
		hint: "Run 'quarterdeck driftcheck' to see where the database differs.",
		ways: [ways.checkDrift],
	});
}
