import {statfsSync} from 'node:fs';

/**
 * Linux's numbers of file systems that other machines can write to. Changes there are
 * not reported, and locks do not work. 9P is the host's disk in a virtual machine.
 */
const names: Record<number, string> = {
	26985: 'NFS',
	20859: 'SMB',
	4266872130: 'SMB',
	4283649346: 'CIFS',
	1397113167: 'AFS',
	12805120: 'Ceph',
	16914839: '9P',
};

/** The name of a folder's network file system (`NFS`); undefined on a local disk or when unknown. */
export function networkFileSystemOf(folder: string, typeOf = systemTypeOf): string | undefined {
	try {
		return names[typeOf(folder) >>> 0];
	} catch {
		return undefined;
	}
}

function systemTypeOf(folder: string): number {
	return statfsSync(folder).type;
}
