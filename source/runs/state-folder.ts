import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';

/** What outlives a keystroke lives here, beside the project's settings. */
export const stateFolderName = '.quarterdeck';

export function statePath(root: string, ...parts: string[]): string {
	return path.join(root, stateFolderName, ...parts);
}

/**
 * Makes `.quarterdeck/` (only its owner may look in) with a .gitignore of its own.
 * @returns its absolute path
 */
export function ensureStateFolder(root: string, ...parts: string[]): string {
	const folder = statePath(root);
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const ignore = path.join(folder, '.gitignore');
	if (!existsSync(ignore)) writeFileSync(ignore, '*\n', {mode: 0o600});
	const wanted = path.join(folder, ...parts);
	mkdirSync(wanted, {recursive: true, mode: 0o700});
	return wanted;
}
