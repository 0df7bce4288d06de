import {readFileSync} from 'node:fs';
import path from 'node:path';
import {diff} from 'node:util';
import {CommandError} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import type {Project} from '../../project/project.ts';
import type {Event} from '../../runs/events.ts';
import {utcTime} from '../../words/utc-time.ts';
import {isEditedSince} from '../files/fingerprint.ts';
import type {MigrationFile} from '../files/loader.ts';
import {readApplied} from '../record/recorder.ts';
import {findAppliedSource} from './applied-source.ts';

interface Line {
	sign: ' ' | '+' | '-' | '…';
	text: string;
}

/** How many lines are shown around a change. */
const around = 3;

/**
 * What differs in a migration's file since it was applied.
 * @param paint as in Input
 * @throws CommandError `not-applied`; `unknown-text` if the text that ran is not known
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
		return yield {type: 'result', value: edit, text};
	}
	const meanings = {'-': 'error', '+': 'success', '…': 'quiet'} as const;
	const lines = edit.lines.map(({sign, text}) => {
		const line = `${sign}${sign === '…' ? '' : ` ${text}`}`;
		return sign === ' ' ? line : paint(meanings[sign], line);
	});
	const heading = [
		`--- ${shown}, as it was applied ${utcTime(edit.applied)} (${edit.from})`,
		`+++ ${shown}, as it is now`,
	].map(text => paint('strong', text));
	yield {type: 'result', value: edit, text: [...heading, ...lines].join('\n')};
}

/** @returns the time that it was applied in ISO format, and where its text at that time was found */
async function editOf(project: Project, file: MigrationFile) {
	const applied = await readApplied(project);
	const time = applied.get(file.id);
	if (!time) {
		const message = `${file.id} is not applied, so nothing in it was changed since.`;
		throw new CommandError(message, {code: 'not-applied'});
	}
	const fingerprint = applied.fingerprints?.get(file.id);
	const known = {migration: file.id, applied: time.toISOString()};
	if (fingerprint === undefined || file.migration) {
		throw unknownText(file, 'Quarterdeck did not apply it, or an old version did');
	}
	if (!isEditedSince(file, fingerprint)) return {...known, edited: false as const, lines: []};
	const before = findAppliedSource(project.root, file, fingerprint);
	if (!before) throw unknownText(file, 'neither .quarterdeck nor git has that text');
	const lines = lineDiff(before.text, readFileSync(file.path, 'utf8'));
	return {...known, edited: true as const, from: before.from, lines};
}

function unknownText({id}: MigrationFile, because: string): CommandError {
	return new CommandError(`The text of ${id} when it was applied is not known: ${because}.`, {
		code: 'unknown-text',
		hint: "Run 'quarterdeck driftcheck' to see where the database differs.",
		ways: [ways.checkDrift],
	});
}

/** The removed and added lines with their neighbours; `…` marks lines that are left out. */
export function lineDiff(before: string, after: string): Line[] {
	const signs = {'-1': '+', '0': ' ', '1': '-'} as const;
	const lines = diff(linesOf(before), linesOf(after)).map(
		([sign, text]): Line => ({sign: signs[sign], text}),
	);
	const isNear = (index: number) =>
		lines.slice(Math.max(0, index - around), index + around + 1).some(({sign}) => sign !== ' ');
	return lines.flatMap((line, index) => {
		if (isNear(index)) return [line];
		return index > 0 && isNear(index - 1) ? [{sign: '…', text: ''}] : [];
	});
}

function linesOf(text: string): string[] {
	return text.replace(/\n$/, '').split('\n');
}
