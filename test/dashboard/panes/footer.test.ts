import assert from 'node:assert/strict';
import test from 'node:test';
import type {FooterKey} from '../../../source/dashboard/actions/footer-keys.ts';
import {drawFooter} from '../../../source/dashboard/panes/footer.ts';
import {plainLookForAll} from '../../support/in-memory-dashboard.ts';

plainLookForAll();
const keys = [
	{id: 'migrate', key: 'M', does: 'migrate', rank: 'main'},
	{id: 'make', key: 'm', does: 'make', rank: 'other'},
	{id: 'help', key: '?', does: 'help', rank: 'other'},
	{id: 'quit', key: 'q', does: 'quit', rank: 'other'},
] as const;
const all: FooterKey[] = [...keys];
const footer = (rows: number) => ({left: 0, top: 0, columns: 40, rows});

test('help and quit stay when there is no room for other keys', () => {
	const draw = (columns: number) =>
		drawFooter(all, undefined, '', {kind: 'tabs', columns, footer: footer(1)});
	assert.deepEqual(draw(40), [' M migrate  m make       ? help  q quit ']);
	assert.deepEqual(draw(26), [' M migrate ? help  q quit ']);
	assert.deepEqual(draw(18), [' M migrate   ?  q ']);
	assert.deepEqual(draw(7), ['  ?  q ']);
});

test('a toast takes the place of the last activity, or of the keys where there is one row', () => {
	const toast = {meaning: 'warning', text: 'Careful.'} as const;
	const two = drawFooter(all, toast, 'check', {kind: 'stacked', columns: 40, footer: footer(2)});
	assert.equal(two[1]!.trim(), 'Careful.');
	const one = drawFooter(all, toast, '', {kind: 'tabs', columns: 40, footer: footer(1)});
	assert.equal(one[0]!.trim(), 'Careful.');
});

test('a wide window has keys in both rows, a tiny one none', () => {
	const many = [...Array.from({length: 6}, () => keys[1]), ...keys];
	const rows = drawFooter(many, undefined, '', {kind: 'wide', columns: 40, footer: footer(2)});
	assert.match(rows[0]!, /^( m make ){4}/);
	assert.match(rows[1]!, /^ M migrate .* q quit $/);
	assert.deepEqual(
		drawFooter(all, undefined, '', {kind: 'line', columns: 40, footer: footer(0)}),
		[],
	);
});
