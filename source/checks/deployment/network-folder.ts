import {existsSync} from 'node:fs';
import {statePath} from '../../runs/state-folder.ts';
import {type FileSystemQueries, networkFileSystemOf} from '../../system/network-file-systems.ts';
import type {Finding} from '../finding/finding.ts';

/**
 * The project must not be on a file system that other machines can write to: locks do not work there.
 * @param queries answers for the system
 */
export function* checkFolder(root: string, queries?: FileSystemQueries): Generator<Finding> {
	const folder = [statePath(root), root].find(existsSync)!;
	const name = networkFileSystemOf(folder, queries);
	if (!name) return;
	yield {
		id: 'machine.W001',
		level: 'warning',
		message: `${folder} is on ${name}, where locks do not hold: two servers could run at once, and SQLite lose rows.`,
		hint: 'Keep the project, or at least .quarterdeck and a SQLite database, on a local disk.',
		file: folder,
	};
}
