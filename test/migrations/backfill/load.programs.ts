import assert from 'node:assert/strict';
import test from 'node:test';
import {Load} from '../../../source/migrations/backfill/load.ts';
import type {Sessions} from '../../../source/migrations/waiting/sessions.ts';
import {until} from '../../support/wait.ts';

/** A load on a database that answers what it is told to. */
function loadOn(sessions: Partial<Sessions>): Load {
	const database = {query: async () => [], close: async () => {}};
	const project = {access: {connect: async () => database}};
	return new Load(project as never, sessions as Sessions);
}

test('a replica that is too far behind slows it down, and is looked at once in a while', async () => {
	let asked = 0;
	const far = loadOn({lag: async () => [12.4, 0][asked++]!});
	assert.equal(await far.lag(), 'a replica that is 12 s behind');
	assert.equal(await far.lag(), 'a replica that is 12 s behind');
	assert.equal(asked, 1);
	assert.equal(await loadOn({lag: async () => 5}).lag(), undefined);
	assert.equal(await loadOn({lag: async () => null}).lag(), undefined, 'there is none');
	assert.equal(await loadOn({}).lag(), undefined);
});

test('a lag that cannot be seen is said once, and slows nothing down', async () => {
	const blind = loadOn({
		lag: async () => {
			throw new Error('the role pg_monitor is needed');
		},
	});
	assert.equal(await blind.lag(), undefined);
	assert.match(blind.takeUnknown()!, /cannot be seen: the role pg_monitor is needed\.$/);
	assert.equal(await blind.lag(), undefined);
	assert.equal(blind.takeUnknown(), undefined);
});

test('who waits is seen when it waits for two looks', async () => {
	const answers = [0, 2, 0, 3, 2];
	let looks = 0;
	const load = loadOn({waitersOf: async () => answers[looks++] ?? 0});
	const first = load.watch(() => 4711);
	await until('it has looked three times', () => looks >= 3);
	assert.equal(first.stop(), undefined);
	looks = 3;
	const second = load.watch(() => 4711);
	await until('it has looked twice', () => looks >= 6);
	assert.equal(second.stop(), '2 sessions that wait for its locks');
	await load.close();
});
