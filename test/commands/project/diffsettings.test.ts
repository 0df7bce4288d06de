import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {objects} from '../../support/command.ts';
import {commandLine} from '../../support/command-line.ts';
import {setVariable} from '../../support/environment.ts';
import {makePlainProject} from '../../support/plain-project.ts';
import {linkPackages, temporaryFolder} from '../../support/project.ts';

const secrets = ['a-very-long-secret-key', 'an-older-secret-key', 'pass-word-1', 'pass-word-2'];

function makeProject(t: test.TestContext): string {
	const root = path.join(temporaryFolder(t), 'shop');
	linkPackages(root);
	writeFileSync(path.join(root, 'package.json'), '{"type": "module"}');
	writeFileSync(
		path.join(root, 'settings.ts'),
		`import {defineSettings} from 'quarterdeck';

export default defineSettings({
	apps: ['quarterdeck/auth'],
	database: {driver: 'postgresql', url: 'postgresql://ada:${secrets[2]}@db/shop', options: {password: '${secrets[3]}'}},
	secretKey: '${secrets[0]}',
	secretKeyFallbacks: ['${secrets[1]}'],
	debug: true,
	server: {port: 3000},
	auth: {onEvent: function told() {}},
});
`,
	);
	return root;
}

test('what differs is printed beside its default, without secrets', async t => {
	const root = makeProject(t);
	setVariable(t, 'NODE_ENV', 'development');
	const {code, stdout} = await commandLine(root, ['diffsettings']);
	assert.equal(code, 0);
	assert.deepEqual(stdout.split('\n'), [
		"apps = [ 'quarterdeck/auth' ]",
		"auth.onEvent = '[function told]'",
		"database.driver = 'postgresql'",
		"database.options.password = '…'",
		"database.url = '…'",
		"secretKey = '…'",
		"secretKeyFallbacks = '…'  # []",
		'server.port = 3000  # 8000',
		'',
	]);
});

test('--all adds the others, and no form shows a secret', async t => {
	const root = makeProject(t);
	setVariable(t, 'NODE_ENV', 'development');
	const all = await commandLine(root, ['diffsettings', '--all']);
	assert.match(all.stdout, /^### debug = true$/m);
	assert.match(all.stdout, /^server\.port = 3000 {2}# 8000$/m);
	const json = await commandLine(root, ['diffsettings', '--all', '--json']);
	const [{settings}] = objects(json) as any[];
	assert.deepEqual(
		settings.find(({name}: {name: string}) => name === 'server.port'),
		{name: 'server.port', value: 3000, usual: 8000, differs: true},
	);
	for (const secret of secrets) assert.ok(!(all.stdout + json.stdout).includes(secret), secret);
});

test('a plain project shows what its config says of the database', async t => {
	const {root} = makePlainProject(t, '');
	const {code, stdout} = await commandLine(root, ['diffsettings']);
	assert.equal(code, 0);
	assert.match(stdout, /^database\.name = 'library\.db'$/m);
});
