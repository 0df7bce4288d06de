import assert from 'node:assert/strict';
import {existsSync, readFileSync, rmSync, utimesSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {Previews} from '../../../source/dashboard/detail/previews.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';
import {withFile} from '../../support/migration-on-screen.ts';
import {until} from '../../support/wait.ts';

const request = {migration: 'auth.0001_initial'};

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

function open(t: TestContext, more: object = {}) {
	const {root, status, file} = withFile(t, {}, more);
	const {session} = dashboardInMemory(t, status, {root});
	const previews = new Previews(session);
	const log = path.join(root, 'previewed.txt');
	return {
		...{session, status, file, previews},
		/** The processes that were started for it. */
		processes: () =>
			existsSync(log) ? (readFileSync(log, 'utf8').match(/\d+(?=\n)/g) ?? []).map(Number) : [],
		text: () => previews.of(request)?.text,
	};
}

test('it is read once for a file, and again when the file has changed', async t => {
	const {session, status, file, previews, processes, text} = open(t);
	const end = previews.want(request);
	await until('it is read', () => text() !== undefined);
	end();
	const again = previews.want(request);
	t.after(again);
	session.showStatus({...status});
	assert.equal(processes().length, 1);
	utimesSync(file, 1, 1);
	session.showStatus({...status});
	assert.equal(text(), 'create table `profile` (`id` integer);', 'the old one stays meanwhile');
	await until('it is read again', () => processes().length === 2);
});

test('a selection that moves on starts nothing, or ends what it has started', async t => {
	const {previews, processes, text} = open(t, {sqlLingers: 60_000});
	previews.want(request)();
	const end = previews.want(request);
	await until('a process has begun', () => processes().length > 0);
	end();
	await until('it has ended', () => !isAlive(processes()[0]!));
	assert.equal(processes().length, 1);
	assert.equal(text(), undefined);
});

test('a failure is read again when it is wanted again; without a file nothing is read', async t => {
	const {session, status, file, previews, processes, text} = open(t, {sqlFails: 'No.'});
	const end = previews.want(request);
	await until('it has failed', () => text() === '');
	assert.deepEqual(previews.of(request)?.notes, ['No.']);
	session.showStatus({...status});
	assert.equal(processes().length, 1);
	end();
	const again = previews.want(request);
	await until('it is read again', () => processes().length === 2);
	again();
	rmSync(file);
	previews.want(request)();
	previews.want({migration: 'auth.0002_permissions'})();
	assert.equal(processes().length, 2);
});
