import {rmSync} from 'node:fs';

/** For files that harm nobody if they stay, as they do on a read-only disk. */
export function removeIfPossible(file: string): void {
	try {
		rmSync(file, {force: true});
	} catch {}
}
