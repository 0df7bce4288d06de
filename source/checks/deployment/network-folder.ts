import {existsSync, statfsSync} from 'node:fs';
import {statePath} from '../../runs/state-folder.ts';
import type {Finding} from '../finding/finding.ts';

/** Linux's numbers of file systems that other machines write to. */
const networkFileSystems: Record<number, string> = {
	26985: 'NFS',
	20859: 'SMB',
	4266872130: 'SMB',
	4283649346: 'CIFS',
	1397113167: 'AFS',
	12805120: 'Ceph',
	16914839: '9P',
};

/**
 * Where another machine can write as well, no lock holds.
 * @param typeOf the number of a folder's file system
 */
export function* checkFolder(
	root: string,
	typeOf: (folder: string) => number = folder => statfsSync(folder).type,
): Generator<Finding> {
	const folder = [statePath(root), root].find(existsSync)!;
	const name = networkFileSystems[typeOf(folder) >>> 0];
	if (!name) return;
	yield {
		id: 'machine.W001',
		level: 'warning',
		message: `${folder} is on ${name}, where locks do not hold: two servers could run at once, and SQLite lose rows.`,
		hint: 'Keep the project, or at least .quarterdeck and a SQLite database, on a local disk.',
		file: folder,
	};
}
