import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {globSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {quarterdeck} from '../support/command.ts';
import {copyFixture} from '../support/project.ts';
import {onePageProject, request} from '../support/server.ts';

// A container may not mount, also as root: nothing there could be installed for it.
const options = {skip: canMount() ? false : 'this machine does not let us mount'};
const unrecorded = /^This run is not recorded.*\.$/m;

function canMount(): boolean {
	try {
		execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], {
			stdio: 'ignore',
		});
		return true;
	} catch {
		return false;
	}
}

/** To be called first: hooks run in the order in which they were given, and a folder is removed by one. */
function mounter(t: TestContext): (folder: string, ...words: string[]) => void {
	const mounted: string[] = [];
	t.after(() => {
		for (const folder of mounted) execFileSync('umount', ['--lazy', folder]);
	});
	return (folder, ...words) => {
		mkdirSync(folder, {recursive: true, mode: 0o700});
		execFileSync('mount', [...words, folder]);
		mounted.push(folder);
	};
}

test('while the disk of the state is full, everything runs and ends as usual', options, async t => {
	const mount = mounter(t);
	const root = onePageProject(t);
	const state = path.join(root, '.quarterdeck');
	mount(state, '-t', 'tmpfs', '-o', 'size=256k,mode=700', 'tmpfs');
	const run = async (...words: string[]) => {
		const {code, stdout, stderr} = await quarterdeck(root, words);
		assert.equal(code, 0, stderr);
		assert.doesNotMatch(stdout + stderr, /^ +at /m);
		return {stdout, stderr};
	};
	await run('makemigrations');
	const url = /http\S+/.exec((await run('runserver', '0', '--detach')).stdout)![0];
	const filler = path.join(state, 'filler');
	writeFileSync(filler, Buffer.alloc(freeIn(state)));
	const {stdout, stderr} = await run('migrate');
	assert.match(stdout, /OK\n/);
	assert.match(stderr, unrecorded);
	assert.match((await run('status')).stdout, new RegExp(`Server: running, ${url}`));
	assert.equal((await request(url)).text, 'one');
	assert.match((await run('stopserver')).stdout, /Server stopped\./);
	rmSync(filler);
	assert.doesNotMatch((await run('migrate')).stderr, unrecorded);
});

test('a server is stopped on a disk that has become read-only', options, async t => {
	const mount = mounter(t);
	const root = onePageProject(t);
	const {stdout} = await quarterdeck(root, ['runserver', '0', '--detach']);
	const url = /http\S+/.exec(stdout)![0];
	mount(root, '--bind', root);
	execFileSync('mount', ['-o', 'remount,ro,bind', root]);
	const app = await quarterdeck(root, ['startapp', 'books']);
	assert.equal(app.code, 1);
	assert.match(app.stderr, /books cannot be written: the file system is read-only \(EROFS\)\.\n/);
	const stopped = await quarterdeck(root, ['stopserver']);
	assert.equal(stopped.code, 0, stopped.stderr);
	assert.match(stopped.stdout, /Server stopped\./);
	await assert.rejects(request(url));
});

test('migrations and snapshots are whole, however little space there is', options, async t => {
	const mount = mounter(t);
	const original = copyFixture(t, 'tutorial');
	const root = path.join(path.dirname(original), 'small');
	mount(root, '-t', 'tmpfs', '-o', 'size=256k', 'tmpfs');
	execFileSync('cp', ['--archive', `${original}/.`, root]);
	const filler = path.join(root, 'filler');
	for (let pages = 0; ; pages++) {
		writeFileSync(filler, Buffer.alloc(Math.max(0, freeIn(root) - pages * 4096)));
		const {code, stderr} = await quarterdeck(root, ['makemigrations']);
		rmSync(filler);
		const written = globSync('accounts/migrations/{*,.*}', {cwd: root});
		if (code === 0) break;
		assert.equal(code, 1);
		assert.match(stderr, /cannot be written: the disk is full \(ENOSPC\)\./);
		assert.deepEqual(written, []);
	}
	for (const file of globSync('accounts/migrations/{*.ts,.*.json}', {cwd: root}))
		assert.match(readFileSync(path.join(root, file), 'utf8'), /\}\n$/);
});

function freeIn(folder: string): number {
	const {bavail, bsize} = statfsSync(folder);
	return bavail * bsize;
}
