import assert from 'node:assert/strict';
import test from 'node:test';
import {ask} from '../../../source/checks/deployment/ask.ts';

test('one request gets the headers of its response', async () => {
	const headers = await ask(
		({headers, url}, response) => {
			response.setHeader('location', `https://${headers.host}${url}`);
			response.setHeader('set-cookie', ['a=1', 'b=2']);
			response.end('a body');
		},
		'/accounts/login/',
		{host: 'www.example.com'},
	);
	assert.equal(headers.location, 'https://www.example.com/accounts/login/');
	assert.deepEqual(headers['set-cookie'], ['a=1', 'b=2']);
});

test('a listener that hangs up is an error', async () => {
	await assert.rejects(
		ask(request => request.socket.destroy(), '/', {}),
		{code: 'ECONNRESET'},
	);
});
