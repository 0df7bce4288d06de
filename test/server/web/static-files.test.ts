import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {startSite} from '../../support/application.ts';

test('static files come from the project, then from its apps; other files are not served', async t => {
	const site = await startSite(t, {
		tables: false,
		prepare(root) {
			const write = (file: string, text: string) => {
				mkdirSync(path.dirname(path.join(root, file)), {recursive: true});
				writeFileSync(path.join(root, file), text);
			};
			write('static/site.css', 'project');
			write('accounts/static/site.css', 'app');
			write('accounts/static/accounts/badge.svg', '<svg/>');
			write('static/.hidden', 'secret');
			write('.env', 'SECRET=1');
		},
	});
	const get = async (url: string) => {
		const answer = await fetch(site.url + url);
		return [answer.status, answer.headers.get('content-type')?.split(';')[0], await answer.text()];
	};
	assert.deepEqual(await get('/static/site.css'), [200, 'text/css', 'project']);
	assert.deepEqual(await get('/static/accounts/badge.svg'), [200, 'image/svg+xml', '<svg/>']);
	for (const url of [
		'/static/.hidden',
		'/static/..%2f.env',
		'/static/%2e%2e/.env',
		'/static/none.js',
	]) {
		const [status, , body] = await get(url);
		assert.notEqual(status, 200, url);
		assert.doesNotMatch(String(body), /SECRET=1/);
	}
});
