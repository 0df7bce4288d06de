import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {copyFileSync, openSync} from 'node:fs';
import {type AddressInfo, createServer} from 'node:net';
import path from 'node:path';
import test from 'node:test';
import {
	allProcesses,
	commandLineOf,
	listeningSockets,
	openFileOf,
	openFilesOf,
	readStat,
	workingFolderOf,
} from '../../source/system/proc.ts';
import {temporaryFolder} from '../support/project.ts';

test('reads a process with any characters in its name', async t => {
	const folder = temporaryFolder(t);
	const program = path.join(folder, 'a) Z 1 (b');
	copyFileSync('/bin/sleep', program);
	const child = spawn(program, ['60'], {cwd: folder, detached: true});
	t.after(() => child.kill('SIGKILL'));
	await once(child, 'spawn');
	const pid = child.pid!;
	assert.ok(allProcesses().includes(pid));
	const {parent, session, threads} = readStat(pid)!;
	assert.deepEqual({parent, session, threads}, {parent: process.pid, session: pid, threads: 1});
	assert.deepEqual(commandLineOf(pid).slice(0, 2), [program, '60']);
	assert.equal(workingFolderOf(pid), folder);
});

test('a process that does not exist has no data, and no error', () => {
	const pid = 999_999_999;
	assert.equal(readStat(pid), undefined);
	assert.deepEqual(commandLineOf(pid), ['']);
	assert.equal(workingFolderOf(pid), undefined);
	assert.deepEqual(openFilesOf(pid), []);
});

test('a listening socket is found by its address and by the process that has it open', async t => {
	for (const [given, host] of [
		['127.0.0.1', '127.0.0.1'],
		['0.0.0.0', '0.0.0.0'],
		['::1', '::1'],
	] as const) {
		const server = createServer().listen({host: given, port: 0});
		t.after(() => server.close());
		await once(server, 'listening');
		const {port} = server.address() as AddressInfo;
		const found = listeningSockets().find(one => one.port === port);
		assert.equal(found?.host, host);
		assert.ok(openFilesOf(process.pid).includes(found.socket));
	}
});

test('a file descriptor leads to its file', () => {
	const descriptor = openSync(import.meta.filename, 'r');
	assert.equal(openFileOf(process.pid, descriptor), import.meta.filename);
	assert.equal(openFileOf(process.pid, 9999), undefined);
});
