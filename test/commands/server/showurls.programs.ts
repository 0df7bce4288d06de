import assert from 'node:assert/strict';
import test from 'node:test';
import {objects} from '../../support/command.ts';
import {commandLine} from '../../support/command-line.ts';
import {makePlainProject} from '../../support/plain-project.ts';
import {copyFixture} from '../../support/project.ts';

test('each route is listed with its view and the file that has it', async t => {
	const root = copyFixture(t, 'tutorial');
	const {code, stdout} = await commandLine(root, ['showurls']);
	assert.equal(code, 0);
	assert.match(stdout, /^\/account\/ +any +\S+ +home +accounts\/urls\.ts$/m);
	const [{urls}] = objects(await commandLine(root, ['showurls', '--json'])) as any[];
	const login = urls.find(({pattern}: {pattern: string}) => pattern === '/accounts/login/');
	assert.equal(login.name, 'login');
	assert.deepEqual(login.methods, ['GET', 'POST']);
});

test('a plain project has its routes elsewhere', async t => {
	const {root} = makePlainProject(t, '');
	const {code, stderr} = await commandLine(root, ['showurls']);
	assert.equal(code, 1);
	assert.match(
		stderr,
		/^Error: This is a plain MikroORM project: its routes are in its own server\./,
	);
});
