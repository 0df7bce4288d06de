import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {hostName} from '../../source/runs/operator.ts';
import {announcePresence, readOperators} from '../../source/runs/presence.ts';
import {identify} from '../../source/system/process-identity.ts';
import {temporaryFolder} from '../support/project.ts';

test('an operator is listed from the announcement until it ends', t => {
	const root = temporaryFolder(t);
	const leave = announcePresence(root);
	assert.deepEqual(
		readOperators(root).map(({pid, host}) => ({pid, host})),
		[{pid: process.pid, host: hostName()}],
	);
	leave();
	assert.deepEqual(readOperators(root), []);
});

test('the file of a dead process is removed', t => {
	const root = temporaryFolder(t);
	const folder = path.join(root, '.quarterdeck/operators');
	mkdirSync(folder, {recursive: true});
	const left = path.join(folder, '999999999.json');
	const since = new Date().toISOString();
	writeFileSync(left, JSON.stringify({user: 'ann', host: hostName(), pid: 999_999_999, since}));
	writeFileSync(path.join(folder, 'half.json'), '{"user":');
	assert.deepEqual(readOperators(root), []);
	assert.equal(existsSync(left), false);
});

test('a pid that now belongs to another process is no operator', t => {
	const root = temporaryFolder(t);
	const folder = path.join(root, '.quarterdeck/operators');
	mkdirSync(folder, {recursive: true});
	const itself = identify(process.pid);
	const operator = {user: 'ann', host: hostName(), since: new Date().toISOString()};
	const write = (name: string, more: object) =>
		writeFileSync(path.join(folder, `${name}.json`), JSON.stringify({...operator, ...more}));
	write('restarted', {...itself, start: '1'});
	write('rebooted', {...itself, boot: 'another'});
	write('old', {pid: process.pid, since: '2020-03-02T10:00:00Z'});
	assert.deepEqual(readOperators(root), []);
	assert.deepEqual(readdirSync(folder), []);
	write('elsewhere', {...itself, boot: 'another', host: 'web-1'});
	assert.deepEqual(
		readOperators(root).map(({host}) => host),
		['web-1'],
	);
});

test('a presence is renewed, also after the folder was away', t => {
	t.mock.timers.enable({apis: ['setInterval']});
	const root = temporaryFolder(t);
	const leave = announcePresence(root);
	rmSync(path.join(root, '.quarterdeck'), {recursive: true});
	assert.deepEqual(readOperators(root), []);
	t.mock.timers.tick(60_000);
	assert.equal(readOperators(root).length, 1);
	leave();
	t.mock.timers.tick(60_000);
	assert.deepEqual(readOperators(root), []);
});

test('a project without a state folder has no operators', t => {
	assert.deepEqual(readOperators(temporaryFolder(t)), []);
});
