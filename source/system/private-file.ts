import {closeSync, openSync} from 'node:fs';

/**
 * Makes an empty file that only its owner may read, for a program that would make it with the usual mode.
 * What is there stays as it is; what cannot be made is left to the program, which says why.
 */
export function makePrivateFile(file: string): void {
	try {
		closeSync(openSync(file, 'wx', 0o600));
	} catch {}
}
