import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import test, {type TestContext} from 'node:test';
import {earlierDurations} from '../../source/runs/earlier-durations.ts';
import type {Event, RehearsedStep} from '../../source/runs/events.ts';
import {Journal, journalPath} from '../../source/runs/journal.ts';
import {temporaryFolder} from '../support/project.ts';

const applied = (migration: string, milliseconds: number): Event => ({
	...{type: 'applied', migration, milliseconds},
});
const rehearsed = (phase: 'plan' | 'reverse' | 'again', milliseconds: number): Event => {
	const direction = phase === 'reverse' ? 'backwards' : 'forwards';
	const step: RehearsedStep = {migration: 'a.0001', direction, milliseconds, statements: []};
	return {type: 'rehearsed', phase, ...step};
};
const waits: Event = {
	...{type: 'step-waiting', migration: 'a.0001', statement: 1, sql: 'alter table x'},
	...{attempt: 1, attempts: 31, nextTry: null, queued: 0, blockers: []},
};

function projectWith(t: TestContext, ...runs: [command: string, ...Event[]][]) {
	const root = temporaryFolder(t);
	const journals = runs.map(([command, ...events]) => {
		const journal = new Journal(
			root,
			...(command.split(' ', 1) as [string]),
			command.split(' ').slice(1),
		);
		for (const event of events) journal.write(event);
		journal.end(0);
		return journal.run;
	});
	return {root, journals};
}

const forwards = (root: string, run = '') =>
	Object.fromEntries(earlierDurations(root, run).forwards);

test('what a migration took the last time counts, either way', t => {
	const unapplied: Event = {type: 'unapplied', migration: 'a.0001', milliseconds: 70};
	const {root} = projectWith(
		t,
		['migrate', applied('a.0001', 4000), applied('a.0002', 20)],
		['migrate a zero', unapplied],
		['migrate', applied('a.0001', 5000)],
	);
	assert.deepEqual(forwards(root), {'a.0001': 5000, 'a.0002': 20});
	assert.deepEqual([...earlierDurations(root, '').backwards], [['a.0001', 70]]);
});

test('the run itself, other commands, and what was recorded only do not count', t => {
	const {root, journals} = projectWith(
		t,
		['migrate', applied('a.0001', 4000)],
		['migrate --fake', {type: 'faked', migration: 'a.0001', milliseconds: 1}],
		['migrated', applied('a.0001', 2)],
		['migrate', applied('a.0001', 3)],
	);
	assert.deepEqual(forwards(root, journals[3]), {'a.0001': 4000});
});

test('a migration that waited for others, and one that was resumed, says nothing', t => {
	const {root} = projectWith(
		t,
		['migrate', waits, applied('a.0001', 90_000), applied('a.0002', 20)],
		['migrate --resume', applied('a.0002', 1)],
	);
	assert.deepEqual(forwards(root), {'a.0002': 20});
});

test('a rehearsal counts when it ran on all rows, the first time', t => {
	const phases = [rehearsed('plan', 300), rehearsed('reverse', 20), rehearsed('again', 100)];
	const {root} = projectWith(
		t,
		['migrate --rehearse', ...phases],
		['migrate --rehearse --sample 10', rehearsed('plan', 1)],
	);
	assert.deepEqual(forwards(root), {'a.0001': 300});
	assert.deepEqual([...earlierDurations(root, '').backwards], [['a.0001', 20]]);
});

test('a damaged or missing journal is skipped', t => {
	const {root, journals} = projectWith(
		t,
		['migrate', applied('a.0001', 40)],
		['migrate', applied('a.0001', 50)],
	);
	const damaged = '{"type":"rehearsed","phase":"plan","direction":"up","milliseconds":1}';
	writeFileSync(
		journalPath(root, journals[1]!),
		`{"type":"applied","migration":"a.0001"}\n{"type":\n${damaged}\n`,
	);
	assert.deepEqual(forwards(root), {'a.0001': 40});
	assert.deepEqual(forwards(temporaryFolder(t)), {});
});
