import {mkdirSync, statSync} from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder and those above it. Unlike Node's own recursion it says what the system says: on a
 * read-only disk that, and not that a folder is missing.
 * @returns the highest folder that was missing; undefined if none was
 * @throws the system's error
 */
export function makeFolders(folder: string, mode?: number): string | undefined {
	if (isFolder(folder)) return undefined;
	const highest = makeFolders(path.dirname(folder), mode);
	try {
		mkdirSync(folder, {mode});
	} catch (error) {
		// Another process may have been faster.
		if (!isFolder(folder)) throw error;
	}
	return highest ?? folder;
}

function isFolder(folder: string): boolean {
	return (
		path.dirname(folder) === folder ||
		statSync(folder, {throwIfNoEntry: false})?.isDirectory() === true
	);
}
