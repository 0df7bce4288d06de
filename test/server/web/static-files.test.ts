import assert from 'node:assert/strict';
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {startSite} from '../../support/application.ts';
import {Visitor} from '../../support/browser.ts';
import {temporaryFolder} from '../../support/project.ts';

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

test('links lead to files of the project, and never out of it', async t => {
	const outside = temporaryFolder(t);
	writeFileSync(path.join(outside, 'secret.css'), 'SECRET');
	const site = await startSite(t, {
		tables: false,
		prepare(root) {
			const folder = (name: string) => mkdirSync(path.join(root, name), {recursive: true});
			const link = (name: string, to: string) => symlinkSync(to, path.join(root, name));
			for (const name of ['static', 'accounts/static', 'pages', 'node_modules/.pnpm/x'])
				folder(name);
			writeFileSync(path.join(root, 'pages/site.css'), 'fine');
			writeFileSync(path.join(root, 'node_modules/.pnpm/x/x.js'), 'fine');
			writeFileSync(path.join(root, 'static/plain.css'), 'fine');
			link('static/inside.css', '../pages/site.css');
			link('static/pages', '../pages');
			link('static/x.js', '../node_modules/.pnpm/x/x.js');
			link('accounts/static/app.css', '../../pages/site.css');
			link('static/outside.css', path.join(outside, 'secret.css'));
			link('static/chain.css', 'outside.css');
			link('static/folder', outside);
			link('static/plain.css.gz', path.join(outside, 'secret.css'));
			link('static/plain.css.br', path.join(outside, 'secret.css'));
			link('static/env.txt', '../.env');
			link('static/git', '../.git');
			link('static/gone.css', 'nowhere');
			link('accounts/static/theirs', outside);
			folder('.git');
			writeFileSync(path.join(root, '.git/config'), 'SECRET');
			writeFileSync(path.join(root, '.env'), 'A=SECRET');
		},
	});
	const get = async (url: string, headers = {}) => {
		const {status, body} = await new Visitor(site.url).get(`/static/${url}`, headers);
		return [status, status === 200 ? body : ''];
	};
	for (const url of ['inside.css', 'pages/site.css', 'x.js', 'app.css'])
		assert.deepEqual(await get(url), [200, 'fine'], url);
	assert.deepEqual(await get('plain.css', {'accept-encoding': 'identity'}), [200, 'fine']);
	for (const encoding of ['gzip', 'br'])
		assert.deepEqual(await get('plain.css', {'accept-encoding': encoding}), [404, ''], encoding);
	for (const url of [
		...['outside.css', 'chain.css', 'folder/secret.css', 'env.txt', 'git/config', 'gone.css'],
		'theirs/secret.css',
	])
		assert.deepEqual(await get(url), [404, ''], url);
});

test('a static/ that is itself a link out of the project serves nothing', async t => {
	const outside = temporaryFolder(t);
	writeFileSync(path.join(outside, 'secret.css'), 'SECRET');
	const site = await startSite(t, {
		tables: false,
		prepare: root => symlinkSync(outside, path.join(root, 'static')),
	});
	assert.equal((await fetch(`${site.url}/static/secret.css`)).status, 404);
});
