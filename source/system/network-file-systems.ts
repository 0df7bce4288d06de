import {readFileSync, statfsSync} from 'node:fs';

const fuse = 0x65735546;

/**
 * Linux's numbers of file systems that other machines can write to. Changes there are
 * not reported, and locks do not work. 9P and those of VirtualBox, VMware and Parallels are the
 * host's disk in a virtual machine.
 */
const names: Record<number, string> = {
	26985: 'NFS',
	20859: 'SMB',
	4266872130: 'SMB',
	4283649346: 'CIFS',
	22092: 'NCP',
	1397113167: 'AFS',
	1799439955: 'AFS',
	1937076805: 'Coda',
	12805120: 'Ceph',
	16914839: '9P',
	2020557398: 'vboxsf',
	3133910204: 'vmhgfs',
	2088527475: 'prl_fs',
	198183888: 'Lustre',
	1196443219: 'GPFS',
	428016422: 'BeeGFS',
	2866260714: 'PanFS',
	18225520: 'GFS2',
	1952539503: 'OCFS2',
	[fuse]: 'FUSE',
};

/** File systems of FUSE on a local disk. */
const local =
	/^(?:fuseblk|fuse\.(?:fuse-overlayfs|mergerfs|unionfs|bindfs|gocryptfs|encfs|ecryptfs|cryfs|ntfs-3g|exfat|lxcfs|squashfuse|portal))$/;

/** What is asked of the system. */
export interface FileSystemQueries {
	/** The number of a folder's file system. */
	typeOf(folder: string): number;
	/** Linux's /proc/self/mountinfo. */
	mounts(): string;
}

const system: FileSystemQueries = {
	typeOf: folder => statfsSync(folder).type,
	mounts: () => readFileSync('/proc/self/mountinfo', 'utf8'),
};

/** The name of a folder's network file system (`NFS`); undefined on a local disk or when unknown. */
export function networkFileSystemOf(
	folder: string,
	{typeOf, mounts}: FileSystemQueries = system,
): string | undefined {
	try {
		const type = typeOf(folder) >>> 0;
		return type === fuse ? nameOfFuse(folder, mounts()) : names[type];
	} catch {
		return undefined;
	}
}

/** `sshfs`, of the mount that the folder is in. @returns undefined for a local one */
function nameOfFuse(folder: string, mounts: string): string | undefined {
	const [kind = 'fuse'] = mounts
		.split('\n')
		.map(line => line.split(' '))
		.filter(([, , , , point = '']) => point !== '' && isBelow(folder, unescaped(point)))
		.sort((a, b) => b[4]!.length - a[4]!.length)
		.map(fields => fields[fields.indexOf('-') + 1]!);
	return local.test(kind) ? undefined : kind === 'fuse' ? names[fuse] : kind.replace('fuse.', '');
}

function isBelow(folder: string, point: string): boolean {
	return folder === point || folder.startsWith(point.endsWith('/') ? point : `${point}/`);
}

/** Linux writes a blank as `\040`. */
function unescaped(point: string): string {
	return point.replace(/\\(\d{3})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 8)));
}
