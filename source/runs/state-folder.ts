import {existsSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {notWritten} from '../errors/system-error.ts';
import {writeFileAtomically} from '../system/atomic-file.ts';
import {makeFolders} from '../system/make-folders.ts';

/** The project's state, beside its settings. */
export const stateFolderName = '.quarterdeck';

export function statePath(root: string, ...parts: string[]): string {
	return path.join(root, stateFolderName, ...parts);
}

/**
 * Creates `.quarterdeck/`, readable by the owner only, with its own .gitignore.
 * @returns its path, or that of a folder in it
 * @throws CommandError `not-written`, also where the project was removed: it must not come back as an
 *   empty folder
 */
export function ensureStateFolder(root: string, ...parts: string[]): string {
	if (!existsSync(root)) throw notWritten(statePath(root), missing);
	const folder = makeFolder(statePath(root));
	keepOutOfGit(path.join(folder, '.gitignore'));
	return parts.length === 0 ? folder : makeFolder(path.join(folder, ...parts));
}

const missing = Object.assign(new Error('no such folder'), {code: 'ENOENT'});

function makeFolder(folder: string): string {
	try {
		makeFolders(folder, 0o700);
		return folder;
	} catch (error) {
		throw notWritten(folder, error);
	}
}

/**
 * Whether a folder that a state file names is this one. A copied project has the files of its original,
 * which is still there; the former folder of a project that was moved is gone.
 */
export function isSameFolder(named: string, folder: string): boolean {
	if (!existsSync(named) || !existsSync(folder)) return true;
	const [one, other] = [statSync(named), statSync(folder)];
	return one.ino === other.ino && one.dev === other.dev;
}

/** Replaces what a full disk or a crash has left, and nobody has written. A failure is left to the next call. */
function keepOutOfGit(file: string): void {
	try {
		if (!isDamaged(readFileSync(file, 'utf8'))) return;
	} catch {
		// It is missing, or a folder.
	}
	try {
		writeFileAtomically(file, '*\n', 0o600);
	} catch {}
}

/** Empty, or not a text. */
function isDamaged(text: string): boolean {
	return text.trim() === '' || /[\0\uFFFD]/.test(text);
}
