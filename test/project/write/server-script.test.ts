import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {rememberScript, serverScripts} from '../../../source/project/write/server-script.ts';
import {temporaryFolder} from '../../support/project.ts';

function packageOf(t: TestContext, text: string): string {
	const root = temporaryFolder(t);
	writeFileSync(path.join(root, 'package.json'), text);
	return root;
}

const remembered = (root: string) => {
	const [script] = serverScripts(root);
	rememberScript(root, script!);
	return readFileSync(path.join(root, 'package.json'), 'utf8');
};

test('the scripts that may start a server, the likely ones first, with the package manager', t => {
	const root = packageOf(
		t,
		'{"scripts": {"start": "node .", "start:dev": "nest start --watch", "test": "x", "build": 1}}',
	);
	const commands = (folder: string) => serverScripts(folder).map(({command}) => command);
	assert.deepEqual(commands(root), ['npm run start:dev', 'npm run start']);
	const inner = path.join(root, 'packages/api');
	mkdirSync(inner, {recursive: true});
	writeFileSync(path.join(inner, 'package.json'), '{"scripts": {"dev": "vite"}}');
	writeFileSync(path.join(root, 'pnpm-lock.yaml'), '');
	assert.deepEqual(commands(inner), ['pnpm run dev']);
	assert.deepEqual(commands(packageOf(t, '[]')), []);
});

test('a script is noted at the end, and the rest of the file stays as it is', t => {
	const text =
		'{\n\t"name": "shop",\n\t"files": ["a", "b"],\n\t"scripts": {"dev": "tsx watch src/main.ts"}\n}\n';
	assert.equal(
		remembered(packageOf(t, text)),
		text.replace(
			'.ts"}\n',
			'.ts"},\n\t"quarterdeck": {"server":{"command":"npm run dev","reload":false}}\n',
		),
	);
	assert.equal(
		remembered(packageOf(t, '{"scripts": {"start": "node ."}}')),
		'{"scripts": {"start": "node ."}, "quarterdeck": {"server":{"command":"npm run start"}}}',
	);
});

test('what else is said to Quarterdeck stays', t => {
	const text = '{"quarterdeck": {"users": {"entity": "User"}}, "scripts": {"start": "node ."}}';
	assert.deepEqual(JSON.parse(remembered(packageOf(t, text))).quarterdeck, {
		users: {entity: 'User'},
		server: {command: 'npm run start'},
	});
	const empty = remembered(packageOf(t, '{"quarterdeck": {}, "scripts": {"start": "node ."}}'));
	assert.equal(empty.match(/"quarterdeck"/g)!.length, 1);
});
