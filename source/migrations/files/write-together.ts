import {existsSync, mkdirSync, readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import {CommandError, messageOf} from '../../errors/command-error.ts';
import {writeFileAtomically} from '../../system/atomic-file.ts';

export interface FileText {
	path: string;
	text: string;
}

/**
 * Writes all of the files or none.
 * @throws CommandError `not-written`
 */
export function writeTogether(files: FileText[]): void {
	const undo: (() => void)[] = [];
	for (const {path: file, text} of files) {
		try {
			mkdirSync(path.dirname(file), {recursive: true});
			const before = existsSync(file) ? readFileSync(file) : undefined;
			undo.unshift(() =>
				before ? writeFileAtomically(file, before.toString()) : rmSync(file, {force: true}),
			);
			writeFileAtomically(file, text);
		} catch (error) {
			for (const act of undo) act();
			throw new CommandError(`${file} cannot be written: ${messageOf(error)}`, {
				code: 'not-written',
				hint: 'Nothing of this migration was written.',
				cause: error,
			});
		}
	}
}
