import assert from 'node:assert/strict';
import {appendFileSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import type {ProjectStatus} from '../../source/runs/project-status.ts';
import {StatusWatch} from '../../source/runs/status-watch.ts';
import {tutorialStatus} from '../support/dashboard.ts';
import {setVariable} from '../support/environment.ts';
import {temporaryFolder} from '../support/project.ts';
import {until} from '../support/wait.ts';

/** Watches with a program of these lines in place of `quarterdeck status`. */
function watchWith(t: TestContext, program: string) {
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'program.mjs');
	const starts = path.join(folder, 'starts');
	appendFileSync(starts, '');
	writeFileSync(
		file,
		`import {appendFileSync, readFileSync} from 'node:fs';
appendFileSync(${JSON.stringify(starts)}, process.argv.slice(2).join(' ') + '\\n');
const start = readFileSync(${JSON.stringify(starts)}, 'utf8').split('\\n').length - 1;
const status = ${JSON.stringify(tutorialStatus())};
const print = object => console.log(JSON.stringify(object));
${program}`,
	);
	setVariable(t, 'QUARTERDECK_CLI', file);
	const watch = new StatusWatch('/srv/tutorial');
	t.after(() => watch.stop());
	const heard = {
		statuses: [] as ProjectStatus[],
		lost: [] as string[],
		noProject: [] as string[],
	};
	watch.listen({
		onStatus: status => heard.statuses.push(status),
		onLost: sentence => heard.lost.push(sentence),
		onNoProject: ({message}) => heard.noProject.push(message),
	});
	return {watch, heard, starts: () => readFileSync(starts, 'utf8').trim().split('\n')};
}

test('a child that ends because sources changed is started again at once', async t => {
	const {heard, starts} = watchWith(
		t,
		`print({...status, unapplied: start}); if (start === 1) process.exitCode = 75; else setInterval(() => {}, 1000);`,
	);
	await until('the second child has spoken', () => heard.statuses.length === 2);
	assert.deepEqual(
		heard.statuses.map(({unapplied}) => unapplied),
		[1, 2],
	);
	assert.deepEqual(heard.lost, []);
	assert.equal(starts()[0], '--project /srv/tutorial status --watch --until-sources-change --json');
});

test('reports a crashed child in one sentence, and retries after a second', async t => {
	const {heard} = watchWith(
		t,
		`if (start === 1) throw new TypeError('broken'); print(status); setInterval(() => {}, 1000);`,
	);
	await until('it is said', () => heard.lost.length === 1);
	assert.equal(heard.lost[0], 'The project cannot be read: TypeError: broken');
	await until('the next child has spoken', () => heard.statuses.length === 1);
});

test('without a project there is no retry', async t => {
	const {heard, starts} = watchWith(
		t,
		`print({type: 'error', code: 'no-project', message: 'No project here.'}); process.exitCode = 1;`,
	);
	await until('it is said', () => heard.noProject.length === 1);
	assert.deepEqual(heard.noProject, ['No project here.']);
	assert.equal(starts().length, 1);
});

test('a project whose settings are there and are none is not said to be gone', async t => {
	const {watch, heard} = watchWith(
		t,
		`if (start === 1) {
	print(status);
	process.exitCode = 75;
} else {
	print({type: 'error', code: 'no-project', message: 'No project here: why.', file: '/srv/tutorial/settings.ts'});
	process.exitCode = 1;
}`,
	);
	await until('it is said', () => heard.lost.length === 1);
	assert.deepEqual(heard.lost, ['The project cannot be read: No project here: why.']);
	watch.stop();
});

test('a project that goes away is waited for, which is said once', async t => {
	const {watch, heard, starts} = watchWith(
		t,
		`const gone = () => {
	print({type: 'error', code: 'no-project', message: 'No project here.'});
	process.exitCode = 1;
};
if (start === 2 || start === 3) gone();
else {
	print({...status, unapplied: start});
	if (start === 1) process.exitCode = 75; else setInterval(() => {}, 1000);
}`,
	);
	await until('it is said', () => heard.lost.length === 1);
	assert.deepEqual(heard.lost, [
		'The project is gone, and is shown again when it is back: /srv/tutorial',
	]);
	watch.reread();
	await until('it is missed again', () => starts().length === 3);
	await until('it is back', () => heard.statuses.length === 2);
	assert.equal(heard.lost.length, 1);
	assert.deepEqual(heard.noProject, []);
});

test('a project of another user is refused at the start only', async t => {
	const {heard} = watchWith(
		t,
		`print({type: 'error', code: 'untrusted-project', message: 'Not yours.'}); process.exitCode = 1;`,
	);
	await until('it is said', () => heard.noProject.length === 1);
});

test('rereading starts a new child and ignores the old one', async t => {
	const {watch, heard, starts} = watchWith(
		t,
		`print({...status, unapplied: start}); setInterval(() => {}, 1000);`,
	);
	await until('the first child has spoken', () => heard.statuses.length === 1);
	watch.reread();
	await until('the second child has spoken', () => heard.statuses.length === 2);
	assert.equal(starts().length, 2);
});
