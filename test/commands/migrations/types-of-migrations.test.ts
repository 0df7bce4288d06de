import assert from 'node:assert/strict';
import {globSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {runProgram} from '../../support/command.ts';
import {packageRoot} from '../../support/project.ts';
import {runCommand} from '../../support/run-command.ts';
import {customers, makeShop} from '../../support/shop.ts';

test('what makemigrations and squashmigrations write passes the strictest type check', async t => {
	const {root} = makeShop(t, customers('name: p.string()'));
	await runCommand(root, 'makemigrations');
	await runCommand(root, 'makemigrations', ['shop'], {empty: true, name: 'note'});
	await runCommand(root, 'squashmigrations', ['shop', '0002'], {noinput: true});
	const files = globSync('shop/migrations/*.ts', {cwd: root});
	assert.equal(files.length, 3);
	const words = [
		...[process.execPath, path.join(packageRoot, 'node_modules/typescript/bin/tsc')],
		...['--ignoreConfig', '--noEmit', '--strict', '--noImplicitOverride', '--noUnusedLocals'],
		...['--skipLibCheck', '--module', 'nodenext', '--target', 'es2023', ...files],
	];
	const {code, stdout} = await runProgram(root, words, {});
	assert.deepEqual([code, stdout], [0, '']);
});
