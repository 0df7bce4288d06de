import assert from 'node:assert/strict';
import test from 'node:test';
import type {Backfilling, Event} from '../../../source/runs/events.ts';
import {books, counting, makeBooks, migrating, writeBackfill} from '../../support/backfills.ts';
import {objects} from '../../support/command.ts';
import {databases} from '../../support/databases.ts';

const isProgress = (event: Event): event is Backfilling => event.type === 'backfilling';

for (const {driver, options, makeShop} of databases) {
	test(`${driver}: an operator pauses a backfill, and resumes it`, options, async t => {
		const {shop, rows} = await makeShop(t, books);
		await makeBooks(shop, 500);
		await shop.run(['migrate']);
		const none = await shop.run(['backfill']);
		assert.equal(none.stdout, 'No backfill is running or unfinished.\n');
		assert.match((await shop.run(['backfill', '--pause'], 1)).stderr, /No backfill is running/);
		writeBackfill(shop, '0003_count', `${counting}, batch: 100`);
		const filled = async () => {
			const [row] = await rows('select count(*) as count from book where n > 0');
			return Number(row!.count);
		};
		const seen: number[] = [];
		const {code, events} = await migrating(shop, async event => {
			if (!isProgress(event)) return;
			if (event.pace === 'normal' && seen.length === 0) {
				const {stdout} = await shop.run(['backfill', 'shop.0003_count', '--pause']);
				assert.equal(stdout, 'shop.0003_count pauses after its batch.\n');
				seen.push(await filled());
			} else if (event.pace === 'paused') {
				assert.equal(event.remaining, null);
				seen.push(await filled());
				if (seen.length < 4) return;
				const [{backfills}] = objects(await shop.run(['backfill', '--json'])) as any;
				assert.equal(backfills[0].pace, 'paused');
				assert.equal(backfills[0].running, true);
				await shop.run(['backfill', '0003', '--resume']);
			}
		});
		assert.equal(code, 0);
		assert.ok(seen[0]! < 500);
		assert.equal(new Set(seen.slice(1)).size, 1, 'nothing is filled during the pause');
		assert.deepEqual(
			[...new Set(events.filter(isProgress).map(({pace}) => pace))],
			['normal', 'paused'],
		);
		assert.equal(await filled(), 500);
		const [most] = await rows('select max(n) as most from book');
		assert.equal(most!.most, 1);
	});

	test(`${driver}: a pace stays for the next run, and slow is slower`, options, async t => {
		const {shop, rows} = await makeShop(t, books);
		await makeBooks(shop, 300);
		await shop.run(['migrate']);
		writeBackfill(
			shop,
			'0003_count',
			`entity: 'Book', batch: 100, run: books => {
				for (const book of books) { book.n++; if (globalThis.failsOnce?.has(book.id)) throw new Error('once'); }
			}`,
		);
		(globalThis as any).failsOnce = new Set([150]);
		t.after(() => delete (globalThis as any).failsOnce);
		await shop.run(['migrate'], 1);
		(globalThis as any).failsOnce.clear();
		const slow = await shop.run(['backfill', '--slow']);
		assert.match(slow.stdout, /goes slowly from its next batch on/);
		const {code, events} = await migrating(shop, () => {});
		assert.equal(code, 0);
		assert.equal(events.findLast(isProgress)!.pace, 'slow');
		const [after] = await rows('select min(n) as least, max(n) as most from book');
		assert.deepEqual([after!.least, after!.most], [1, 1]);
	});
}
