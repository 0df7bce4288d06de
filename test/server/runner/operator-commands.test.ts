import assert from 'node:assert/strict';
import test from 'node:test';
import {newServerRecord} from '../../../source/server/control/server-state.ts';
import {runOperatorCommand} from '../../../source/server/runner/operator-commands.ts';

function serverOf(runId: string) {
	const done: string[] = [];
	const record = newServerRecord({
		runId,
		generation: 1,
		operator: 'ada',
		host: '127.0.0.1',
		port: 1,
	});
	const act = (name: string) => async (by: string) => void done.push(`${name} by ${by}`);
	return {done, server: {record, restart: act('restart'), stop: act('stop')}};
}

const command = (command: string, runId?: string, by = 'grace') =>
	({v: 1, command, runId, by}) as Parameters<typeof runOperatorCommand>[0];

test('commands for this run are executed and recorded with their operator, without control characters', async () => {
	const {done, server} = serverOf('r1');
	const answer = await runOperatorCommand(command('restart', 'r1', 'gr\u001B[2Jace'), server);
	assert.equal(answer.ok, true);
	assert.deepEqual(done, ['restart by grace']);
	assert.deepEqual(
		[server.record.lastAction?.command, server.record.lastAction?.by],
		['restart', 'grace'],
	);
});

test('a command for an earlier run and an unknown command are refused; status needs no run', async () => {
	const {done, server} = serverOf('r2');
	assert.deepEqual(await runOperatorCommand(command('stop', 'r1'), server), {
		ok: false,
		code: 'stale',
	});
	assert.deepEqual(await runOperatorCommand(command('explode', 'r2'), server), {
		ok: false,
		code: 'unknown-command',
	});
	assert.equal((await runOperatorCommand(command('status'), server)).record, server.record);
	assert.deepEqual(done, []);
});
