import {statfsSync} from 'node:fs';

/**
 * Linux's numbers of file systems that another machine can write to as well. Changes made there are
 * not reported to us, and locks do not hold. 9P is the host's disk in a virtual machine.
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

/**
 * The name of the network file system that a folder is on: `NFS`; undefined on a local disk, and
 * where the system does not tell.
 * @param typeOf the number of a folder's file system, which may be signed
 */
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
