import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';

/** The project's state, beside its settings. */
export const stateFolderName = '.quarterdeck';

export function statePath(root: string, ...parts: string[]): string {
	return path.join(root, stateFolderName, ...parts);
}

/** Creates `.quarterdeck/`, readable by the owner only, with its own .gitignore. @returns its path */
export function ensureStateFolder(root: string, ...parts: string[]): string {
	const folder = statePath(root);
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const ignore = path.join(folder, '.gitignore');
	if (!existsSync(ignore)) writeFileSync(ignore, '*\n', {mode: 0o600});
	const wanted = path.join(folder, ...parts);
	mkdirSync(wanted, {recursive: true, mode: 0o700});
	return wanted;
}
