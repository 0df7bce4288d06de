import assert from 'node:assert/strict';
import {appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {readHistory} from '../../source/runs/history.ts';
import {journalPath} from '../../source/runs/journal.ts';
import {endKilledRun} from '../../source/runs/killed-run.ts';
import {readRuns} from '../../source/runs/live-runs.ts';
import {hostName} from '../../source/runs/operator.ts';
import {temporaryFolder} from '../support/project.ts';

/** A process that no system has. */
const dead = 999_999_999;

/** Runs that were killed together with whoever had started them. @returns their journals' names */
function killRuns(root: string, count: number, host = hostName()): string[] {
	mkdirSync(path.join(root, '.quarterdeck/runs'), {recursive: true});
	return Array.from({length: count}, (_, index) => {
		const run = `20261124T00${100 + index}0Z-abcdef`;
		const started = {
			type: 'run-started',
			at: '2026-11-24T00:00:00.000Z',
			kind: 'migrate',
			command: 'migrate',
		};
		const statement = {type: 'statement', at: '2026-11-24T00:00:07.000Z', index: 1, total: 2};
		const lines = [{...started, operator: 'ann', host, pid: dead}, statement];
		const text = lines.map(line => `${JSON.stringify(line)}\n`).join('');
		appendFileSync(journalPath(root, run), `${text}{"type":"appl`);
		return run;
	});
}

function typesIn(root: string, run: string): string[] {
	const lines = readFileSync(journalPath(root, run), 'utf8').split('\n');
	return lines.filter(line => line.endsWith('}')).map(line => JSON.parse(line).type);
}

test('the journal of a run that died with whoever had started it is ended by the next reader', t => {
	const root = temporaryFolder(t);
	const [run] = killRuns(root, 1) as [string];
	assert.deepEqual(readRuns(root), []);
	assert.deepEqual(readRuns(root), []);
	assert.deepEqual(typesIn(root, run), ['run-started', 'statement', 'error', 'run-ended']);
	assert.deepEqual(readHistory(root), [
		{
			at: '2026-11-24T00:00:00.000Z',
			...{run, command: 'migrate', operator: 'ann', host: hostName()},
			...{exitCode: 1, milliseconds: 7000, summary: 'killed'},
		},
	]);
	assert.deepEqual(readdirSync(path.join(root, '.quarterdeck/runs')), [`${run}.ndjson`]);
});

test('only a killed migrate of the database itself is to be run again', t => {
	const root = temporaryFolder(t);
	const runs = killRuns(root, 3);
	const [, server, rehearsal] = runs.map(run => journalPath(root, run)) as [string, string, string];
	const replace = (file: string, old: string, text: string) =>
		writeFileSync(file, readFileSync(file, 'utf8').replaceAll(old, text));
	replace(server, '"migrate"', '"runserver"');
	replace(rehearsal, '"kind"', '"rehearses":true,"kind"');
	readRuns(root);
	const hints = runs.map(run =>
		readFileSync(journalPath(root, run), 'utf8').includes(
			'its plan shows what the database has applied',
		),
	);
	assert.deepEqual(hints, [true, false, false]);
});

test('a run of another host counts as running, because its process cannot be asked', t => {
	const root = temporaryFolder(t);
	const [run] = killRuns(root, 1, 'web-1') as [string];
	assert.equal(readRuns(root)[0]?.run, run);
	assert.deepEqual(typesIn(root, run), ['run-started', 'statement']);
	assert.deepEqual(readHistory(root), []);
});

test('of several readers one ends the journal: the others see its claim, or that it has ended', t => {
	const root = temporaryFolder(t);
	const [run] = killRuns(root, 1) as [string];
	const claim = path.join(root, '.quarterdeck/runs', `${run}.end`);
	writeFileSync(claim, '');
	endKilledRun(root, run);
	assert.deepEqual(typesIn(root, run), ['run-started', 'statement']);
	rmSync(claim);
	endKilledRun(root, run);
	endKilledRun(root, run);
	assert.deepEqual(typesIn(root, run), ['run-started', 'statement', 'error', 'run-ended']);
	assert.equal(readHistory(root).length, 1);
});
