import {randomBytes} from 'node:crypto';
import {closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync} from 'node:fs';

/**
 * Writes beside the file, then renames: a reader sees the old text or the new one, never half of
 * either, and a full disk leaves the old file as it was.
 * @param mode permission bits of a file that is made, 0o600 for what only its owner may read
 * @throws the system's error (ENOSPC, EACCES …), after the half-written copy is removed
 */
export function writeFileAtomically(path: string, text: string, mode = 0o644): void {
	const beside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
	try {
		const file = openSync(beside, 'wx', mode);
		try {
			writeSync(file, text);
			fsyncSync(file);
		} finally {
			closeSync(file);
		}
		renameSync(beside, path);
	} catch (error) {
		rmSync(beside, {force: true});
		throw error;
	}
}
