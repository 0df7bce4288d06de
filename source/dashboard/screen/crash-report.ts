import {tmpdir} from 'node:os';
import path from 'node:path';
import {ensureStateFolder} from '../../runs/state-folder.ts';
import {writeFileAtomically} from '../../system/atomic-file.ts';

/** In the project's state folder, else in the temporary folder. @returns the file, if it could be written */
export function writeCrashReport(root: string, report: string): string | undefined {
	const name = `crash-${new Date().toISOString().replace(/[:.]/g, '-')}.txt`;
	for (const folder of [() => ensureStateFolder(root), tmpdir]) {
		try {
			const file = path.join(folder(), name);
			writeFileAtomically(file, `${report}\n`, 0o600);
			return file;
		} catch {
			// Try the next folder.
		}
	}
	return undefined;
}
