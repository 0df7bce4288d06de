import assert from 'node:assert/strict';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'node:test';
import {networkFileSystemOf} from '../../source/system/network-file-systems.ts';

test('a network file system is known by its number, signed or not', () => {
	assert.equal(
		networkFileSystemOf('/srv', () => 0x6969),
		'NFS',
	);
	assert.equal(
		networkFileSystemOf('/srv', () => 0xff534d42 | 0),
		'CIFS',
	);
});

test('a local folder and a missing one are on no network file system', () => {
	assert.equal(networkFileSystemOf(tmpdir()), undefined);
	assert.equal(networkFileSystemOf(path.join(tmpdir(), 'no-such-folder')), undefined);
});
