import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {
	chmodSync,
	chownSync,
	cpSync,
	existsSync,
	globSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {runProgram} from '../../support/command.ts';
import {installIn} from '../../support/other-user.ts';
import {packageRoot} from '../../support/project.ts';
import {skipWithout} from '../../support/requires.ts';
import {request} from '../../support/server.ts';
import {isRoot, runUnit} from '../../support/unit.ts';
import {until} from '../../support/wait.ts';

const examples = path.join(packageRoot, 'examples');
const analyze = '/usr/bin/systemd-analyze';
/** Of a service: no user of the machine, and not `nobody`, which systemd warns of. */
const owner = 60_123;
/** What answers with 200, where it is not the first page. */
const pages: Record<string, string> = {api: 'tasks'};

/** Outside of /tmp, which a unit hides from its server, where this user may write there. */
function installedExample(t: TestContext, name: string) {
	const folder = mkdtempSync(path.join(isRoot ? '/srv' : tmpdir(), 'quarterdeck-'));
	t.after(() => rmSync(folder, {recursive: true}));
	const root = path.join(folder, name);
	cpSync(path.join(examples, name), root, {recursive: true});
	const {dependencies} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
	const names = Object.keys(dependencies).filter(each => each !== 'quarterdeck');
	const {node, modules} = installIn(folder, names);
	symlinkSync(modules, path.join(root, 'node_modules'));
	const secret = 'k'.repeat(25) + 'ey'.repeat(20);
	const variables = ['PORT=0', 'ALLOWED_HOSTS=127.0.0.1', `SECRET_KEY=${secret}`];
	writeFileSync(path.join(root, '.env'), variables.join('\n'), {mode: 0o600});
	if (isRoot) {
		for (const each of [root, ...globSync(`${root}/**`, {exclude: ['**/node_modules/**']})])
			chownSync(each, owner, owner);
		chownSync(path.join(root, '.env'), owner, owner);
	}
	chmodSync(folder, 0o755);
	const cli = path.join(modules, 'quarterdeck/dist/cli.js');
	const env = {NODE_ENV: 'production', HOME: undefined, TMPDIR: '/tmp'};
	const quarterdeck = (...words: string[]) =>
		runProgram(root, [node, cli, ...words], {env, ...(isRoot && {uid: owner})});
	return {root, quarterdeck};
}

for (const name of readdirSync(examples)) {
	test(`${name} runs under its unit, of its dependencies alone`, async t => {
		if (!isRoot) t.diagnostic('Not root: the unit’s user and file system are not tried.');
		const {root, quarterdeck} = installedExample(t, name);
		const migrated = await quarterdeck('migrate', '--noinput', '--allow-production');
		assert.equal(migrated.code, 0, migrated.stderr);
		const {stdout: unit, stderr} = await quarterdeck('systemd');
		assert.doesNotMatch(stderr, /WARNING/);
		const {child, log, ended} = runUnit(t, unit);
		void ended.then(() => {
			if (!child.killed) t.diagnostic(log());
		});
		const url = await until('it listens', () => {
			if (child.exitCode !== null) throw new Error(log());
			return /http:\S+/.exec(log())?.[0].replace('localhost', '127.0.0.1');
		});
		assert.equal((await request(`${url}${pages[name] ?? ''}`)).status, 200, log());
		if (isRoot) assert.equal(statusOf(child.pid!, 'Uid'), `${owner}`);
		if (isRoot)
			assert.deepEqual(
				[statusOf(child.pid!, 'CapBnd'), statusOf(child.pid!, 'NoNewPrivs')],
				['0000000000000000', '1'],
			);
		child.kill('SIGTERM');
		assert.equal(await ended, 0, log());
		const [database] = globSync(path.join(root, '*.{db,sqlite3}'));
		assert.equal(statSync(database!).mode & 0o077, 0, database);
	});

	test(`systemd-analyze accepts the unit of ${name}, and gives it 3.0 or better`, {
		skip: skipWithout('systemd-analyze', existsSync(analyze)),
	}, async t => {
		const {root, quarterdeck} = installedExample(t, name);
		const file = path.join(root, 'example.service');
		writeFileSync(file, (await quarterdeck('systemd')).stdout);
		for (const words of [
			['verify', file],
			['security', '--offline=true', '--threshold=30', '--no-pager', file],
		]) {
			const {status, stdout, stderr} = spawnSync(analyze, words, {encoding: 'utf8'});
			assert.deepEqual({status, stderr}, {status: 0, stderr: ''}, stdout);
		}
	});
}

/** A line of what Linux says about a process: its first value. */
function statusOf(pid: number, key: string): string | undefined {
	const text = readFileSync(`/proc/${pid}/status`, 'utf8');
	return new RegExp(`^${key}:\\s*(\\S+)`, 'm').exec(text)?.[1];
}
