import assert from 'node:assert/strict';
import {appendFileSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import type {Event, LogLevel} from '../../source/runs/events.ts';
import {countHistory, readHistory} from '../../source/runs/history.ts';
import {Journal, summaryOf} from '../../source/runs/journal.ts';
import {readRuns} from '../../source/runs/live-runs.ts';
import {hostName} from '../../source/runs/operator.ts';
import {temporaryFolder} from '../support/project.ts';

test('a run is listed from its start to its end, then it is history', t => {
	const root = temporaryFolder(t);
	const journal = new Journal(root, 'migrate', ['accounts']);
	journal.write(journal.started());
	journal.write({type: 'applied', migration: 'accounts.0001_initial', milliseconds: 3});
	const [run] = readRuns(root);
	assert.equal(run?.command, 'migrate accounts');
	assert.equal(run?.pid, process.pid);
	assert.deepEqual(readHistory(root), []);

	journal.write({type: 'run-ended', exitCode: 0});
	journal.end(0);
	assert.deepEqual(readRuns(root), []);
	const [entry] = readHistory(root);
	assert.equal(entry?.summary, '1 applied');
	assert.equal(entry?.exitCode, 0);
});

test('a run whose process died is not running', t => {
	const root = temporaryFolder(t);
	mkdirSync(path.join(root, '.quarterdeck/runs'), {recursive: true});
	const started = {
		type: 'run-started',
		at: '2026-11-24T00:00:00Z',
		command: 'migrate',
		host: hostName(),
	};
	writeFileSync(
		path.join(root, '.quarterdeck/runs/20261124T000000Z-abcdef.ndjson'),
		`${JSON.stringify({...started, pid: 999_999_999})}\n`,
	);
	assert.deepEqual(readRuns(root), []);
});

test('damaged lines of the history are skipped, also an incomplete one at its end', t => {
	const root = temporaryFolder(t);
	mkdirSync(path.join(root, '.quarterdeck'));
	const file = path.join(root, '.quarterdeck/history.ndjson');
	appendFileSync(file, `{"command":1}\n{"command":"x","at":{}}\n`);
	appendFileSync(file, `${JSON.stringify({command: 'check'})}\n{"command":"migr`);
	assert.deepEqual(
		readHistory(root).map(({command}) => command),
		['check'],
	);
	assert.equal(countHistory(root), 3);
	assert.equal(countHistory(path.join(root, 'nowhere')), 0);
});

test('the summary is what was achieved, not the advice that follows it', () => {
	const log = (level: LogLevel, text: string): Event => ({type: 'log', level, text});
	assert.equal(
		summaryOf([
			log('notice', 'You have 2 unapplied migration(s).'),
			log('success', 'Development server running at http://127.0.0.1:8000/'),
			log('info', "Read its log with 'quarterdeck log'."),
		]),
		'Development server running at http://127.0.0.1:8000/',
	);
	assert.equal(
		summaryOf([log('heading', 'Running migrations:'), log('info', '  No migrations to apply.')]),
		'No migrations to apply.',
	);
	assert.equal(summaryOf([log('info', 'Done.'), log('notice', 'Run it.')]), 'Done.');
	const question = {type: 'question', id: 'squash', kind: 'confirm', text: 'Go on?'} as const;
	assert.equal(
		summaryOf([log('info', ' - 0001_initial'), {...question, choices: [], flag: '--noinput'}]),
		'an answer is needed',
	);
});

test('a run that was interrupted before its first event was cancelled', t => {
	const root = temporaryFolder(t);
	new Journal(root, 'createsuperuser').end(130);
	assert.equal(readHistory(root)[0]?.summary, 'cancelled');
});
