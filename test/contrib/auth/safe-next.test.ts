import assert from 'node:assert/strict';
import test from 'node:test';
import {safeNext} from '../../../source/contrib/auth/safe-next.ts';

const host = 'app.test:8000';

test('pages of this site are returned unchanged', () => {
	for (const next of ['/', '/ok?x=1#y', '/ok/../admin', '/%2f/evil.com', '/%5cevil.com', '/ä']) {
		assert.equal(safeNext(next, host), next);
	}
});

test('addresses that lead to another site are refused', () => {
	for (const next of [
		...[
			'//evil.com',
			'/\\evil.com',
			'\\\\evil.com',
			'///evil.com',
			'http://evil.com',
			'https:evil.com',
		],
		...['javascript:alert(1)', '/\t/evil.com', '\t//evil.com', 'http:///evil.com', '/..//evil.com'],
		...[
			'/.//evil.com',
			'@evil.com',
			'',
			'/a\r\nX: y',
			'/\u2028',
			'http://app.test:8000/ok',
			' /ok',
		],
		...[null, undefined, 1, ['/a'], {toString: () => '/a'}, `/${'a'.repeat(2048)}`],
	]) {
		assert.equal(safeNext(next, host), undefined, JSON.stringify(next));
	}
});

test('random combinations of such parts stay on this site, even when resolved twice', () => {
	const pieces = [
		'/',
		'\\',
		'.',
		'..',
		'//',
		'evil.com',
		'@',
		':',
		'?',
		'#',
		'%2f',
		'%5c',
		'\t',
		'a',
		' ',
	];
	let seed = 1;
	const random = (below: number) => {
		seed = (seed * 48271) % 2147483647;
		return seed % below;
	};
	let taken = 0;
	for (let count = 0; count < 20_000; count++) {
		const length = 1 + random(6);
		const next = `/${Array.from({length}, () => pieces[random(pieces.length)]).join('')}`;
		if (safeNext(next, host) === undefined) continue;
		taken++;
		const once = new URL(next, `http://${host}`);
		assert.equal(once.host, host, next);
		assert.equal(new URL(once.pathname, `http://${host}`).host, host, next);
	}
	assert.ok(taken > 1000);
});
