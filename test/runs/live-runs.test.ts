import assert from 'node:assert/strict';
import {cpSync, mkdirSync, readFileSync, renameSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {journalPath} from '../../source/runs/journal.ts';
import {readRuns} from '../../source/runs/live-runs.ts';
import {hostName} from '../../source/runs/operator.ts';
import {announcePresence, readOperators} from '../../source/runs/presence.ts';
import {identify} from '../../source/system/process-identity.ts';
import {temporaryFolder} from '../support/project.ts';

const run = '20261124T000000Z-abcdef';
const itself = identify(process.pid);

/** A project with one journal that has a beginning and no end. @param more replaces its fields */
function projectWithRun(t: TestContext, more: object): string {
	const root = temporaryFolder(t);
	mkdirSync(path.join(root, '.quarterdeck/runs'), {recursive: true});
	const started = {
		...{type: 'run-started', at: new Date().toISOString(), run, kind: 'migrate'},
		...{command: 'migrate accounts', operator: 'ada', host: hostName(), pid: process.pid},
	};
	writeFileSync(journalPath(root, run), `${JSON.stringify({...started, ...more})}\n`);
	return root;
}

test('a run whose process is alive is listed, with the name of its command', t => {
	const [status] = readRuns(projectWithRun(t, itself));
	const {kind, command, pid} = status!;
	assert.deepEqual(
		{kind, command, pid},
		{kind: 'migrate', command: 'migrate accounts', pid: itself.pid},
	);
});

test('a run on a copy says so', t => {
	assert.equal(readRuns(projectWithRun(t, {...itself, rehearses: true}))[0]!.rehearses, true);
	assert.equal('rehearses' in readRuns(projectWithRun(t, itself))[0]!, false);
});

for (const [what, identity] of [
	['of another start', {...itself, start: '1'}],
	['of another boot', {...itself, boot: 'another'}],
	['of an unknown start', {...itself, start: null}],
] as const) {
	test(`a pid that now belongs to a process ${what} is no running run`, t => {
		const root = projectWithRun(t, identity);
		assert.deepEqual(readRuns(root), []);
		assert.match(readFileSync(journalPath(root, run), 'utf8'), /"type":"run-ended"/);
	});
}

test('a copied project does not run what its original runs; a moved one does', t => {
	const root = temporaryFolder(t);
	const [original, copy, moved] = ['original', 'copy', 'moved'].map(name => path.join(root, name));
	mkdirSync(path.join(original!, '.quarterdeck/runs'), {recursive: true});
	const started = {
		...{type: 'run-started', at: new Date().toISOString(), run, kind: 'migrate'},
		...{command: 'migrate', operator: 'ada', host: hostName(), ...itself, folder: original},
	};
	writeFileSync(journalPath(original!, run), `${JSON.stringify(started)}\n`);
	const leave = announcePresence(original!);
	t.after(leave);
	cpSync(original!, copy!, {recursive: true});
	const seenIn = (folder: string) => [readRuns(folder).length, readOperators(folder).length];
	assert.deepEqual(seenIn(copy!), [0, 0]);
	assert.deepEqual(seenIn(original!), [1, 1]);
	renameSync(original!, moved!);
	assert.deepEqual(seenIn(moved!), [1, 1]);
});

test('an old journal without an identity is running only if its process began before it', t => {
	assert.equal(readRuns(projectWithRun(t, {})).length, 1);
	assert.deepEqual(readRuns(projectWithRun(t, {pid: 1, at: '2020-03-02T10:00:00Z'})), []);
});

test('a run of another host or container that has been silent for a day is neither listed nor ended', t => {
	const system = itself.boot.split('/')[0];
	for (const more of [{host: 'web-1'}, {boot: `${system}/1`, start: '1'}]) {
		const root = projectWithRun(t, {...itself, ...more});
		const file = journalPath(root, run);
		assert.equal(readRuns(root).length, 1);
		const before = readFileSync(file, 'utf8');
		const past = new Date(Date.now() - 25 * 60 * 60_000);
		utimesSync(file, past, past);
		assert.deepEqual(readRuns(root), []);
		assert.equal(readFileSync(file, 'utf8'), before);
	}
});

test('a run of another host is listed, because its process cannot be asked', t => {
	assert.equal(readRuns(projectWithRun(t, {...itself, start: '1', host: 'web-1'})).length, 1);
});
