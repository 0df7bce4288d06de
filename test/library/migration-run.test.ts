import assert from 'node:assert/strict';
import test from 'node:test';
import type {MigrateResult} from '../../source/library/index.ts';
import {startRun} from '../../source/library/migration-run.ts';
import {type Event, log} from '../../source/runs/events.ts';

const result: MigrateResult = {applied: ['shop.0001_initial'], unapplied: [], faked: []};
const texts = async (events: AsyncIterable<Event>) => {
	const found: string[] = [];
	for await (const event of events) if (event.type === 'log') found.push(event.text);
	return found;
};

test('a run is awaited for its result, and iterated for its events', async () => {
	const next = Promise.withResolvers<void>();
	const run = startRun(async onEvent => {
		onEvent(log.info('one'));
		await next.promise;
		onEvent(log.info('two'));
		return result;
	});
	const early = texts(run);
	next.resolve();
	assert.deepEqual(await run, result);
	assert.deepEqual(await early, ['one', 'two']);
	assert.deepEqual(await texts(run), ['one', 'two'], 'a late listener misses none');
});

test('an error is thrown to both', async () => {
	const run = startRun(async onEvent => {
		onEvent(log.info('one'));
		throw new Error('no sea');
	});
	await assert.rejects(texts(run), /no sea/);
	await assert.rejects(run, /no sea/);
});

test('a listener that leaves does not stop the run', async () => {
	const run = startRun(async onEvent => {
		onEvent(log.info('one'));
		return result;
	});
	for await (const _ of run) break;
	assert.deepEqual(await run, result);
});
