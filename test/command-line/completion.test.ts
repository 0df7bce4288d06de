import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import test, {type TestContext} from 'node:test';
import {commands} from '../../source/command-line/commands.ts';
import {commandLine} from '../support/command-line.ts';
import {cliFile} from '../support/project.ts';
import {makeShop} from '../support/shop.ts';

function shopWithMigrations(t: TestContext) {
	const shop = makeShop(t);
	shop.literalMigration('0001_initial', {up: ['select 1']});
	shop.literalMigration('0002_price', {dependencies: ['shop.0001_initial'], up: ['select 1']});
	return shop;
}

async function offered(root: string, ...words: string[]): Promise<string[]> {
	const {stdout, stderr, code} = await commandLine(root, ['__complete', '--', ...words]);
	assert.deepEqual([stderr, code], ['', 0]);
	return stdout
		.split('\n')
		.filter(Boolean)
		.map(line => line.split('\t')[0]!);
}

test('commands, flags, apps, migrations and choices are offered where they may be typed', async t => {
	const {root} = shopWithMigrations(t);
	assert.deepEqual(await offered(root, 'mi'), Object.keys(commands));
	assert.ok((await offered(root, 'migrate', '--')).includes('--allow-data-loss'));
	assert.ok((await offered(root, '--')).includes('--read-only'));
	assert.deepEqual(await offered(root, 'migrate', ''), ['shop']);
	assert.deepEqual(await offered(root, 'migrate', '--plan', ''), ['shop']);
	assert.deepEqual(await offered(root, 'makemigrations', 'shop', ''), ['shop']);
	assert.deepEqual(await offered(root, 'migrate', 'shop', ''), ['0001_initial', '0002_price']);
	assert.deepEqual(await offered(root, 'completion', ''), ['bash', 'zsh', 'fish']);
	assert.deepEqual(await offered('/', '--project', root, 'sqlmigrate', ''), ['shop']);
});

test('where nothing can be said, nothing is: no error after a Tab', async t => {
	const {root} = shopWithMigrations(t);
	for (const words of [
		['unheard-of', ''],
		['migrate', 'unheard-of', ''],
		['status', ''],
	]) {
		assert.deepEqual(await offered(root, ...words), []);
	}
	assert.deepEqual(await offered('/', 'migrate', ''), []);
});

test('bash completes with the script', t => {
	const {root} = shopWithMigrations(t);
	const typed = `
		quarterdeck() { "${process.execPath}" "${cliFile}" "$@"; }
		eval "$(quarterdeck completion bash)"
		COMP_WORDS=(quarterdeck migrate shop 0002) COMP_CWORD=3
		_quarterdeck quarterdeck 0002
		printf '%s\\n' "\${COMPREPLY[@]}"`;
	const {stdout} = spawnSync('bash', ['-c', typed], {cwd: root, encoding: 'utf8'});
	assert.equal(stdout, '0002_price\n');
});
