import {appendFileSync, mkdirSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {openProject, quit} from '../support/dashboard.ts';
import {makeShop} from '../support/shop.ts';

test('needles are found among 100,000 lines of the log', async t => {
	const {root} = makeShop(t);
	mkdirSync(path.join(root, '.quarterdeck'), {recursive: true});
	const terminal = openProject(t, root);
	await terminal.shows('No log yet');
	const needles = new Map([
		[70_000, 'the first needle'],
		[99_000, 'the last needle'],
	]);
	for (let start = 0; start < 100_000; start += 10_000) {
		const lines = Array.from({length: 10_000}, (_, index) => {
			const number = start + index;
			return needles.get(number) ?? `request ${number} took ${number % 97} ms`;
		});
		appendFileSync(path.join(root, '.quarterdeck/server.log'), `${lines.join('\n')}\n`);
	}
	await terminal.shows('request 99999');
	terminal.press('3/needle');
	await terminal.shows('2 matches');
	terminal.press('\r');
	await terminal.shows('match 2/2');
	await terminal.shows('the last needle');
	terminal.press('n');
	await terminal.shows('No more matches.');
	terminal.press('N');
	await terminal.shows('match 1/2');
	await terminal.shows('the first needle');
	terminal.press('n');
	await terminal.shows('match 2/2');
	terminal.press('G');
	await terminal.shows('request 99999');
	await quit(terminal);
});
