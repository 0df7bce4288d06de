import assert from 'node:assert/strict';
import {chmodSync, existsSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {quarterdeck} from '../../support/command.ts';
import {temporaryFolder} from '../../support/project.ts';
import {makeShop} from '../../support/shop.ts';

/** A folder with a `sqlite3`, by default one that tells how it was started, and ends with 7. */
function withClient(
	t: test.TestContext,
	script = 'echo "$@"; echo "key: $SHOP_KEY"; cat; exit 7',
): string {
	const folder = temporaryFolder(t);
	const program = path.join(folder, 'sqlite3');
	writeFileSync(program, `#!/bin/sh\n${script}\n`);
	chmodSync(program, 0o755);
	return folder;
}

test('the client gets the file, the words after -- and standard input, and passes on its exit code', async t => {
	const shop = makeShop(t);
	writeFileSync(path.join(shop.root, '.env'), 'SHOP_KEY=of-the-env-file\n');
	const {code, stdout, stderr} = await quarterdeck(
		shop.root,
		['dbshell', '--', '-csv', 'select 1'],
		{
			stdin: 'select 2;\n',
			env: {PATH: `${withClient(t)}:/usr/bin:/bin`},
		},
	);
	assert.deepEqual(
		[code, stdout, stderr],
		[7, `${shop.root}/db.sqlite3 -csv select 1\nkey: \nselect 2;\n`, ''],
	);
	assert.equal(existsSync(path.join(shop.root, 'db.sqlite3')), false);
});

test('a database that SQLite’s client makes is for this user only', async t => {
	const {root} = makeShop(t);
	const env = {PATH: `${withClient(t, ': > "$1"')}:/usr/bin:/bin`};
	const {code} = await quarterdeck(root, ['dbshell'], {env});
	assert.equal(code, 0);
	assert.equal(statSync(path.join(root, 'db.sqlite3')).mode & 0o777, 0o600);
});

test('a missing client is reported with the package to install', async t => {
	const {code, stderr} = await quarterdeck(makeShop(t).root, ['dbshell'], {
		env: {PATH: temporaryFolder(t)},
	});
	assert.equal(code, 1);
	assert.equal(
		stderr,
		"Error: You appear not to have the 'sqlite3' program installed or on your path.\nInstall it: 'apt install sqlite3', or 'brew install sqlite'.\n",
	);
});
