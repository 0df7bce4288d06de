import assert from 'node:assert/strict';
import {once} from 'node:events';
import {symlinkSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {makePlayground} from '../../scripts/make-playground.ts';
import {openProject} from '../../source/project/open/open.ts';
import {createKoaApplication} from '../../source/server/web/application.ts';
import {Visitor} from '../support/browser.ts';
import {packageRoot, temporaryFolder} from '../support/project.ts';

test('the playground’s home page leads to the login', async t => {
	const folder = temporaryFolder(t);
	symlinkSync(path.join(packageRoot, 'node_modules'), path.join(folder, 'node_modules'));
	const playground = path.join(folder, 'playground');
	makePlayground(playground);
	const {app, close} = await createKoaApplication(await openProject(playground), () => {});
	const server = app.listen(0, '127.0.0.1');
	t.after(async () => {
		server.close();
		await close();
	});
	await once(server, 'listening');
	const {port} = server.address() as {port: number};
	const visitor = new Visitor(`http://127.0.0.1:${port}`);
	const {status, body} = await visitor.get('/');
	assert.equal(status, 200);
	assert.match(body, /<a class="button" href="\/accounts\/login\/">Log in<\/a>/);
	assert.equal((await visitor.get('/accounts/')).location, '/accounts/login/');
	assert.equal((await visitor.get('/accounts/profile/')).status, 404);
});
