import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import test from 'node:test';
import {reportFirstAnswer} from '../../../source/server/child/first-answer.ts';
import {asChild} from '../../support/as-child.ts';
import {request} from '../../support/server.ts';

test('the first answer is reported, and no other', async t => {
	const {sent} = asChild(t);
	const server = createServer((_, response) => response.end('one')).listen(0);
	t.after(() => server.close());
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
	reportFirstAnswer();
	for (const count of [1, 1]) {
		await request(url);
		assert.deepEqual(
			sent,
			Array.from({length: count}, () => ({type: 'answered'})),
		);
	}
});
