import assert from 'node:assert/strict';
import {renameSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {OpenLog} from '../../../../source/dashboard/log/file/open-log.ts';
import {temporaryFolder} from '../../../support/project.ts';

function openFile(t: test.TestContext, text = 'one\ntwo\nthree\n') {
	const file = path.join(temporaryFolder(t), 'server.log');
	writeFileSync(file, text);
	const {dev: device, ino: inode} = statSync(file);
	const log = new OpenLog({path: file, device, inode});
	t.after(() => log.close());
	return {file, log};
}

test('bytes are read also after the file was renamed, until it is closed', t => {
	const {file, log} = openFile(t);
	renameSync(file, `${file}.1`);
	assert.equal(log.bytes(4, 8).toString(), 'two\n');
	log.close();
	assert.equal(log.isReadable, false);
	assert.equal(log.bytes(8, 13).length, 0);
});

test('another file at the path is not read', t => {
	const {file} = openFile(t);
	const {dev: device, ino: inode} = statSync(file);
	const log = new OpenLog({path: file, device, inode: inode + 1});
	assert.equal(log.isReadable, false);
});

test('bytes that were read ahead need no further read, and are freed', async t => {
	const {log} = openFile(t);
	await log.readAhead(4, 8);
	assert.equal(log.hasAhead(4, 8), true);
	assert.equal(log.hasAhead(0, 8), true, 'what is before them as well');
	assert.equal(log.bytes(0, 3).toString(), 'one');
	log.freeBuffers();
	assert.equal(log.hasAhead(4, 8), false);
});

test('at the end of the file there are fewer bytes', t => {
	assert.equal(openFile(t).log.bytes(8, 100).toString(), 'three\n');
});
