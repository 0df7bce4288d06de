import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import type {Backfilling} from '../../../../source/runs/events.ts';
import {books, makeBooks, writeBackfill} from '../../../support/backfills.ts';
import {tutorialStatus} from '../../../support/dashboard.ts';
import {mountDashboard} from '../../../support/mounted-dashboard.tsx';
import {playRun} from '../../../support/played-run.ts';
import {cliFile} from '../../../support/project.ts';
import {makeShop} from '../../../support/shop.ts';

/** A shop whose backfill failed at its second batch. */
async function unfinishedShop(t: TestContext) {
	const shop = makeShop(t, books);
	await makeBooks(shop, 200);
	writeBackfill(
		shop,
		'0003_count',
		`entity: 'Book', batch: 100, run: books => { if (books[0].id > 100) throw new Error('no'); }`,
	);
	await shop.run(['migrate'], 1);
	return shop;
}

const backfilling: Backfilling = {
	...{type: 'backfilling', migration: 'shop.0003_count', filled: 100, total: 200},
	...{perSecond: 50, remaining: 2, batch: 100, pace: 'normal'},
};

test('keys set the pace of a backfill, and the hints follow it', async t => {
	const {root, rows} = await unfinishedShop(t);
	const paceOf = () => rows('select pace from quarterdeck_backfills')[0]!.pace;
	const played = playRun(root, 'bob');
	const steps = [{migration: 'shop.0003_count', direction: 'forwards' as const, warnings: []}];
	played.happens({type: 'plan', steps, target: ''});
	played.happens({type: 'applying', migration: 'shop.0003_count', index: 1, total: 1});
	played.happens(backfilling);
	const status = tutorialStatus({root, runs: [played.status]});
	const {press, shows, frame} = await mountDashboard(t, status, {root, cli: cliFile});
	await press('4\r');
	await shows('100 of 200 rows, 50 per second, 2 s left');
	assert.match(frame(), /p pause {3}s slow down {3}Esc/);
	await press('p');
	await shows('shop.0003_count pauses after its batch.');
	assert.equal(paceOf(), 'paused');
	played.happens({...backfilling, remaining: null, pace: 'paused'});
	await shows('100 of 200 rows, paused');
	assert.match(frame(), /s slow down {3}r full speed/);
	await press('r');
	await shows('goes on at its usual pace');
	assert.equal(paceOf(), 'normal');
});

test('a read-only dashboard sets no pace', async t => {
	const {root, rows} = await unfinishedShop(t);
	const played = playRun(root, 'bob');
	played.happens({type: 'applying', migration: 'shop.0003_count', index: 1, total: 1});
	played.happens(backfilling);
	const status = tutorialStatus({root, runs: [played.status]});
	const mounted = await mountDashboard(t, status, {root, readOnly: true});
	await mounted.press('4\r');
	await mounted.shows('100 of 200 rows');
	assert.doesNotMatch(mounted.frame(), /p pause/);
	await mounted.press('p');
	assert.deepEqual(rows('select pace from quarterdeck_backfills'), [{pace: 'normal'}]);
});
