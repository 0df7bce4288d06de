import {statSync} from 'node:fs';
import path from 'node:path';
import {isSqliteFile, pgliteFolder, sqliteFile} from '../../project/database/address.ts';
import {stateFolderName} from '../../runs/state-folder.ts';
import type {CheckSite} from '../finding/check.ts';
import type {Finding} from '../finding/finding.ts';

/** Files with secrets must only be readable by their owner. */
export function* checkFiles({project}: CheckSite): Generator<Finding> {
	const {root} = project;
	const secret: [id: string, file: string, mode: string][] = [
		['files.W001', path.join(root, '.env'), '600'],
		['files.W002', path.join(root, stateFolderName), '700'],
	];
	if (isSqliteFile(project)) {
		for (const ending of ['', '-wal', '-shm', '-journal'])
			secret.push(['files.W003', `${sqliteFile(project)}${ending}`, '600']);
	}
	const folder = project.settings.database.driver === 'pglite' && pgliteFolder(project);
	if (folder) secret.push(['files.W003', folder, '700']);
	for (const [id, file, mode] of secret) {
		const given = modeOf(file);
		if (given === undefined || (given & 0o077) === 0) continue;
		const shown = path.relative(root, file);
		yield {
			id,
			level: 'warning',
			message: `${shown} can be read by others than its owner (mode ${given.toString(8).padStart(4, '0')}).`,
			hint: `chmod ${mode} ${shown}`,
			file,
		};
	}
}

function modeOf(file: string): number | undefined {
	const stats = statSync(file, {throwIfNoEntry: false});
	return stats && stats.mode & 0o777;
}
