import assert from 'node:assert/strict';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'node:test';
import {networkFileSystemOf} from '../../source/system/network-file-systems.ts';

const nameOf = (type: number, mounts = '', folder = '/srv') =>
	networkFileSystemOf(folder, {typeOf: () => type, mounts: () => mounts});

test('a network file system is known by its number, signed or not', () => {
	assert.equal(nameOf(0x6969), 'NFS');
	assert.equal(nameOf(0xff534d42 | 0), 'CIFS');
	assert.deepEqual(
		[0x786f4256, 0x01021997, 0x5346414f, 0x00c36400, 0xef53].map(type => nameOf(type)),
		['vboxsf', '9P', 'AFS', 'Ceph', undefined],
	);
});

test('FUSE has network file systems and local ones; the mount says which', () => {
	const mounts = `22 1 8:1 / / rw - ext4 /dev/sda1 rw
30 22 0:50 / /srv rw,nosuid shared:1 - fuse.sshfs ada@host:/srv rw
31 30 0:51 / /srv/a\\040b rw - fuse.gocryptfs secrets rw
32 22 0:52 / /home/ada rw - virtiofs home rw
33 22 0:53 / /data rw - fuse me rw
`;
	const name = (folder: string) => nameOf(0x65735546, mounts, folder);
	assert.deepEqual(['/srv', '/srv/shop', '/srv/a b/shop', '/home/ada/shop', '/data'].map(name), [
		'sshfs',
		'sshfs',
		undefined,
		'virtiofs',
		'FUSE',
	]);
	assert.equal(nameOf(0x65735546), 'FUSE');
});

test('a local folder and a missing one are on no network file system', () => {
	assert.equal(networkFileSystemOf(tmpdir()), undefined);
	assert.equal(networkFileSystemOf(path.join(tmpdir(), 'no-such-folder')), undefined);
});
