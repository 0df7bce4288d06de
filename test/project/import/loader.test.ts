import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {pathToFileURL} from 'node:url';
import {temporaryFolder} from '../../support/project.ts';

function addPackage(modules: string, name: string, files: Record<string, string>): void {
	for (const [file, text] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(modules, name, file)), {recursive: true});
		writeFileSync(path.join(modules, name, file), text);
	}
}

/** Whether a process of its own, as a loader stays, finds one in the project. */
function findsLoader(root: string, env: NodeJS.ProcessEnv = {}): boolean {
	const file = path.resolve(import.meta.dirname, '../../../source/project/import/loader.ts');
	const text = `import {registerLoader} from '${pathToFileURL(file)}';
console.log(await registerLoader('${root}'));`;
	const {stdout, stderr} = spawnSync(process.execPath, ['--input-type=module', '--eval', text], {
		env: {...process.env, ...env},
		encoding: 'utf8',
	});
	assert.match(stdout, /^(?:true|false)\n$/, stderr);
	return stdout === 'true\n';
}

test('jiti 1, which loads nothing that is imported, is no loader; jiti 2 is one', t => {
	const [one, two] = [temporaryFolder(t), temporaryFolder(t)];
	const register = {'register.js': '', 'register.mjs': ''};
	addPackage(path.join(one, 'node_modules'), 'jiti', {'package.json': '{}', ...register});
	const exports = {'./register': {import: {types: './register.d.ts', default: './register.mjs'}}};
	const description = JSON.stringify({exports});
	addPackage(path.join(two, 'node_modules'), 'jiti', {'package.json': description, ...register});
	assert.equal(findsLoader(one), false);
	assert.equal(findsLoader(two), true);
});

test("another package's loader, which NODE_PATH has, is not the project's", t => {
	const [root, modules] = [temporaryFolder(t), temporaryFolder(t)];
	addPackage(modules, 'tsx', {'cjs/api.js': 'exports.register = () => {};'});
	assert.equal(findsLoader(root, {NODE_PATH: modules}), false);
});
