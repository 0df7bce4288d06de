import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {Journal, journalPath, summaryOf} from '../../source/runs/journal.ts';
import {identify} from '../../source/system/process-identity.ts';
import {temporaryFolder} from '../support/project.ts';

test('every event is on a line of its own, with its time, in a file for its owner alone', t => {
	const root = temporaryFolder(t);
	const journal = new Journal(root, 'migrate');
	journal.write(journal.started());
	journal.write({type: 'applied', migration: 'a.0001_initial', milliseconds: 3});
	journal.end(0);
	const file = path.join(root, '.quarterdeck/runs', `${journal.run}.ndjson`);
	assert.equal(statSync(file).mode & 0o777, 0o600);
	assert.equal(statSync(path.join(root, '.quarterdeck')).mode & 0o777, 0o700);
	const [started, applied] = readFileSync(file, 'utf8')
		.trim()
		.split('\n')
		.map(line => JSON.parse(line));
	assert.deepEqual(
		[started.type, started.kind, started.command],
		['run-started', 'migrate', 'migrate'],
	);
	const {pid, boot, start} = started;
	assert.deepEqual({pid, boot, start}, identify(process.pid));
	assert.equal(new Date(applied.at).toISOString(), applied.at);
	const history = JSON.parse(readFileSync(path.join(root, '.quarterdeck/history.ndjson'), 'utf8'));
	assert.deepEqual([history.run, history.exitCode, history.summary], [journal.run, 0, '1 applied']);
});

test('the newest 200 journals are kept, and the history of all', t => {
	const root = temporaryFolder(t);
	const runs = Array.from({length: 205}, () => {
		const journal = new Journal(root, 'migrate');
		journal.end(0);
		return journal.run;
	});
	const kept = readdirSync(path.join(root, '.quarterdeck/runs'));
	assert.equal(kept.length, 201, 'the one just made comes on top');
	assert.ok(kept.includes(`${runs.at(-1)}.ndjson`));
	const history = readFileSync(path.join(root, '.quarterdeck/history.ndjson'), 'utf8');
	assert.equal(history.trim().split('\n').length, 205);
});

test('a clock that is set back takes no running journal away, and makes no duration negative', t => {
	const root = temporaryFolder(t);
	const [year, now] = [365 * 24 * 60 * 60_000, Date.now()];
	t.mock.timers.enable({apis: ['Date'], now: now + year});
	for (let count = 0; count < 205; count++) new Journal(root, 'migrate').end(0);
	const running = new Journal(root, 'migrate');
	t.mock.timers.setTime(now);
	const next = new Journal(root, 'migrate');
	new Journal(root, 'migrate').end(0);
	assert.ok(existsSync(journalPath(root, next.run)));
	running.end(0);
	next.end(0);
	const history = readFileSync(path.join(root, '.quarterdeck/history.ndjson'), 'utf8');
	for (const line of history.trim().split('\n')) {
		const {milliseconds} = JSON.parse(line);
		assert.ok(milliseconds >= 0 && milliseconds < 60_000, line);
	}
});

test('summarises a run in a few words', () => {
	const applied = {type: 'applied', migration: 'a', milliseconds: 1} as const;
	assert.equal(summaryOf([applied, applied]), '2 applied');
	assert.equal(summaryOf([{type: 'error', code: 'x', message: 'It failed.\nmore'}]), 'It failed.');
});
