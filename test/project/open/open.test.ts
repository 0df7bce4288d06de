import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {openProject} from '../../../source/project/open/open.ts';
import {quarterdeck} from '../../support/command.ts';
import {commandLine} from '../../support/command-line.ts';
import {copyFixture, temporaryFolder} from '../../support/project.ts';

test('a command without a project ends with 1, one sentence and a next step', async t => {
	const {code, stderr} = await commandLine(temporaryFolder(t), ['status']);
	assert.equal(code, 1);
	assert.equal(
		stderr,
		"Error: No project here or in any parent folder.\nRun 'quarterdeck startproject NAME' to make one, or name its folder with --project.\n",
	);
});

const broken: [what: string, breakIt: (root: string) => void, sentence: RegExp][] = [
	[
		'an unknown app',
		root => edit(root, 'settings.ts', "'./accounts'", "'./acounts'"),
		/settings\.apps names \.\/acounts, but there is no folder acounts\/\. Did you mean \.\/accounts\?/,
	],
	[
		'a package that is not installed',
		root => edit(root, 'settings.ts', "'quarterdeck/auth'", "'quarterdeck/auht'"),
		/names quarterdeck\/auht, but no such package is installed\. Did you mean quarterdeck\/auth\?/,
	],
	[
		'a syntax error in the settings',
		root =>
			writeFileSync(
				path.join(root, 'settings.ts'),
				'// quarterdeck\nexport default {\n\tapps: [;\n};\n',
			),
		/settings\.ts:3: /,
	],
	[
		'a module that is missing',
		root =>
			edit(
				root,
				'settings.ts',
				'export default',
				"import {key} from './secret.ts';\n\nexport default",
			),
		/settings\.ts:3: Cannot find module '?secret\.ts/,
	],
	[
		'an error thrown while the settings are read',
		root =>
			edit(root, 'settings.ts', 'export default', "throw new Error('no key');\n\nexport default"),
		/settings\.ts:3: no key/,
	],
	[
		'two apps of one label',
		root => {
			mkdirSync(path.join(root, 'more/accounts'), {recursive: true});
			edit(root, 'settings.ts', "'./accounts'", "'./accounts', './more/accounts'");
		},
		/Two apps have the label 'accounts'/,
	],
];

for (const [what, breakIt, sentence] of broken) {
	test(`${what} is an error of one sentence, with its place`, async t => {
		const root = copyFixture(t, 'tutorial');
		breakIt(root);
		await assert.rejects(openProject(root), {name: 'CommandError', message: sentence});
	});
}

test('loads other TypeScript through tsx, or asks for tsx', async t => {
	const root = copyFixture(t, 'tutorial');
	const settings = readFileSync(path.join(root, 'settings.ts'), 'utf8');
	writeFileSync(path.join(root, 'settings.ts'), `enum Mode {Fast}\nexport {Mode};\n${settings}`);
	assert.equal((await quarterdeck(root, ['status'])).code, 0);
	rmSync(path.join(root, 'node_modules/tsx'));
	const {code, stderr} = await quarterdeck(root, ['status']);
	assert.equal(code, 1);
	assert.match(stderr, /settings\.ts:1 uses TypeScript that Node cannot strip/);
	assert.match(stderr, /npm install --save-dev tsx/);
});

function edit(root: string, file: string, from: string, to: string): void {
	const text = readFileSync(path.join(root, file), 'utf8');
	assert.ok(text.includes(from), `${file} has ${from}`);
	writeFileSync(path.join(root, file), text.replace(from, to));
}
