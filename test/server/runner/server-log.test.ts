import assert from 'node:assert/strict';
import {readFileSync, renameSync, rmSync, symlinkSync, writeFileSync, writeSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {ServerLog} from '../../../source/server/runner/server-log.ts';
import {writeFileAtomically} from '../../../source/system/atomic-file.ts';
import {temporaryFolder} from '../../support/project.ts';
import {until} from '../../support/wait.ts';

test('a log that reaches its limit continues in a new file and says so', async t => {
	const file = path.join(temporaryFolder(t), 'server.log');
	const log = new ServerLog({file, generation: 1, runId: 'x', maxBytes: 2000});
	t.after(() => log.close());
	let swaps = 0;
	log.keepBelowLimit(() => swaps++);
	for (let line = 0; line < 30; line++) log.say('x'.repeat(100));
	await until('it is reported', () => swaps === 1);
	log.say('after');
	assert.match(readFileSync(file, 'utf8'), /^# quarterdeck log gen=1 runId=x\nafter\n$/);
	assert.ok(readFileSync(`${file}.1`, 'utf8').length > 3000);
	writeSync(log.descriptor, 'a child’s\n');
	assert.match(readFileSync(file, 'utf8'), /a child’s\n$/);
});

test('a log that is deleted, renamed or replaced continues in a new file, and says so', async t => {
	const file = path.join(temporaryFolder(t), 'server.log');
	const log = new ServerLog({file, generation: 1, runId: 'x', maxBytes: 2000});
	t.after(() => log.close());
	const reasons: string[] = [];
	log.keepBelowLimit(reason => reasons.push(reason));
	const acts = [
		() => rmSync(file),
		() => renameSync(file, `${file}-rotated`),
		() => writeFileAtomically(file, 'theirs\n'),
	];
	for (const [index, act] of acts.entries()) {
		act();
		await until('it is noticed', () => reasons.length === index + 1);
		assert.match(reasons[index]!, /was deleted or renamed/);
		log.say('after');
		assert.match(
			readFileSync(file, 'utf8'),
			/^(?:theirs\n)?# quarterdeck log gen=1 runId=x\nafter\n$/,
		);
	}
});

test('a symbolic link in place of the log is not followed', t => {
	const folder = temporaryFolder(t);
	const victim = path.join(folder, 'victim');
	writeFileSync(victim, 'theirs');
	symlinkSync(victim, path.join(folder, 'server.log'));
	const file = path.join(folder, 'server.log');
	assert.throws(() => new ServerLog({file, generation: 1, runId: 'x', maxBytes: 2000}), /ELOOP/);
	assert.equal(readFileSync(victim, 'utf8'), 'theirs');
});

test('a log that cannot be written is reported once, and again when it works', async t => {
	const log = new ServerLog({file: '/dev/full', generation: 1, runId: 'x', maxBytes: 2000});
	t.after(() => log.close());
	const told: (string | undefined)[] = [];
	const tell = (failure: string | undefined) => {
		told.push(failure);
	};
	log.onFailure(tell);
	log.say('nobody reads this');
	assert.deepEqual(told, ['log write failed: ENOSPC: no space left on device, write']);

	const file = path.join(temporaryFolder(t), 'server.log');
	const other = new ServerLog({file, generation: 1, runId: 'x', maxBytes: 2000});
	t.after(() => other.close());
	other.onFailure(tell);
	other.hasFailed('a child said so');
	other.keepBelowLimit(() => {});
	await until('it works again', () => told.length === 3);
	assert.deepEqual(told.slice(1), ['log write failed: a child said so', undefined]);
	assert.match(readFileSync(file, 'utf8'), /\nLines are missing here: /);
});
