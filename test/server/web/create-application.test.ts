import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import test from 'node:test';
import {importFromProject} from '../../../source/project/import/import-source.ts';
import {tutorialProject} from '../../support/application.ts';

test('a program can create the application and receive its log', async t => {
	const root = tutorialProject(t);
	const {createApplication} = await importFromProject('quarterdeck', root);
	let log = '';
	const {app, close} = await createApplication({
		directory: root,
		log: (text: string) => {
			log += text;
		},
	});
	const server = createServer(app.callback()).listen(0, '127.0.0.1');
	t.after(() => server.close());
	await new Promise(resolve => server.once('listening', resolve));
	const {port} = server.address() as AddressInfo;
	const answer = await fetch(`http://127.0.0.1:${port}/accounts/login/`);
	assert.match(await answer.text(), /<input[^>]+name="username"/);
	await close();
	assert.match(log, /"GET \/accounts\/login\/ HTTP\/1\.1" 200/);
});

test('without a project, creating the application is refused', async () => {
	const {createApplication} = await import('../../../source/server/web/create-application.ts');
	await assert.rejects(createApplication({directory: '/'}), {code: 'no-project'});
});
