import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {
	groupsNamed,
	joinGroup,
	leaveGroup,
	makeGroup,
	pidsInGroup,
	removeGroup,
} from '../../source/system/control-group.ts';
import {until} from '../support/wait.ts';

test('what a member starts is a member, and an empty group can be removed', async t => {
	const name = `quarterdeck-test-${process.pid}`;
	const group = makeGroup(name);
	if (group === undefined) return t.skip('no control group may be made here');
	t.after(() => removeGroup(group));
	assert.deepEqual(groupsNamed(name, []), [group]);
	const child = spawn('sh', ['-c', 'read line; env -i setsid sleep 600 & wait']);
	t.after(() => child.kill('SIGKILL'));
	assert.ok(joinGroup(group, child.pid!));
	child.stdin.end('\n');
	await until('both are members', () => pidsInGroup(group).length === 2);
	removeGroup(group);
	assert.ok(existsSync(group), 'it has members');
	for (const pid of pidsInGroup(group)) process.kill(pid, 'SIGKILL');
	await until('it is removed', () => {
		removeGroup(group);
		return !existsSync(group);
	});
});

test('where no group may be made, nothing fails and nobody is a member', () => {
	const nowhere = path.join('/proc', 'no-such-group');
	assert.equal(makeGroup('no/such/parent'), undefined);
	assert.equal(joinGroup(nowhere, process.pid), false);
	assert.deepEqual(pidsInGroup(nowhere), []);
	leaveGroup('no group of this process is named so');
	removeGroup(nowhere);
});
