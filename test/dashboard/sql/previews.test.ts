import assert from 'node:assert/strict';
import {existsSync, readFileSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {Previews} from '../../../source/dashboard/sql/previews.ts';
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

test('it is read once for the text of a file and a database, and again when one has changed', async t => {
	const {session, status, file, previews, processes, text} = open(t);
	const end = previews.want(request);
	await until('it is read', () => text() !== undefined);
	end();
	t.after(previews.want(request));
	utimesSync(file, 1, 1);
	session.showStatus({...status});
	assert.equal(processes().length, 1);
	assert.equal(previews.current(request), previews.of(request));
	writeFileSync(file, 'export class Other extends Migration {}');
	session.showStatus({...status});
	assert.equal(text(), 'create table `profile` (`id` integer);', 'the old one stays meanwhile');
	assert.equal(previews.current(request), undefined, 'but not for those who want the current one');
	await until('it is read again', () => previews.current(request) !== undefined);
	session.showStatus({...status, database: {...status.database, driver: 'postgresql'}});
	await until('it is read for the other database', () => processes().length === 3);
});

test('several who want the same have one process, which the last one ends', async t => {
	const {previews, processes} = open(t, {sqlLingers: 60_000});
	const ends = [previews.want(request), previews.want(request)];
	await until('a process has begun', () => processes().length > 0);
	ends.push(previews.want(request));
	ends[0]!();
	ends[1]!();
	assert.equal(isAlive(processes()[0]!), true);
	ends[2]!();
	await until('it has ended', () => !isAlive(processes()[0]!));
	assert.equal(processes().length, 1);
});

test('a selection that moves on starts nothing, or ends what it has started', async t => {
	const {previews, processes, text} = open(t, {sqlLingers: 60_000});
	previews.want(request, 60_000)();
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
