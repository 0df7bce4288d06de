import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {checkFolder} from '../../../source/checks/deployment/network-folder.ts';
import {temporaryFolder} from '../../support/project.ts';

test('a project on a network drive is a finding, also when only its state folder is', t => {
	const root = temporaryFolder(t);
	assert.deepEqual([...checkFolder(root)], []);
	const [finding] = checkFolder(
		root,
		of(() => 0x6969),
	);
	assert.equal(finding?.id, 'machine.W001');
	assert.match(finding.message, /is on NFS, where locks do not hold/);
	assert.match(
		[
			...checkFolder(
				root,
				of(() => 0xff534d42 | 0),
			),
		][0]!.message,
		/is on CIFS/,
	);
	mkdirSync(path.join(root, '.quarterdeck'));
	const [inside] = checkFolder(
		root,
		of(folder => (folder.endsWith('.quarterdeck') ? 0x517b : 0)),
	);
	assert.match(inside!.message, /\.quarterdeck is on SMB/);
});

function of(typeOf: (folder: string) => number) {
	return {typeOf, mounts: () => ''};
}
