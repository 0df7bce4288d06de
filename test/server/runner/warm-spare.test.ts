import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {packageStamp} from '../../../source/server/runner/package-stamp.ts';
import {temporaryFolder} from '../../support/project.ts';
import {
	ownPageProject,
	recordOf,
	savePage,
	signal,
	start,
	untilAnswer,
} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

test('a reload uses the spare process, which is discarded when packages change', async t => {
	const root = ownPageProject(t, 'one', "{file: './main.ts', spare: true}");
	const url = await start(root);
	const spare = async () => {
		await until('there is a spare', () => recordOf(root).children.length === 2);
		return recordOf(root).children[1]!.pid;
	};
	const first = await spare();
	savePage(root, 'two');
	await untilAnswer(url, 'two');
	assert.ok(
		recordOf(root).children.some(({pid}) => pid === first),
		'the spare serves',
	);

	const second = await spare();
	writeFileSync(path.join(root, 'package-lock.json'), '{}');
	await until('a cold start', () => !recordOf(root).children.some(({pid}) => pid === second));
	await untilAnswer(url, 'two');

	const third = await spare();
	signal(third, 'SIGKILL');
	await until('its exit is recorded', () => recordOf(root).children.length === 1);
	savePage(root, 'three');
	await untilAnswer(url, 'three');
	assert.match(readFileSync(path.join(root, '.quarterdeck/server.log'), 'utf8'), /reloading/);
});

test('the stamp changes with packages, lock files, .env and the settings', t => {
	const root = temporaryFolder(t);
	mkdirSync(path.join(root, 'node_modules'));
	let stamp = packageStamp(root);
	assert.equal(packageStamp(root), stamp);
	for (const name of [
		'package-lock.json',
		'yarn.lock',
		'.env',
		'settings.ts',
		'node_modules/new',
	]) {
		writeFileSync(path.join(root, name), 'new');
		const next = packageStamp(root);
		assert.notEqual(next, stamp, name);
		stamp = next;
	}
	writeFileSync(path.join(root, 'views.ts'), 'a source is read anyway');
	assert.equal(packageStamp(root), stamp);
});
