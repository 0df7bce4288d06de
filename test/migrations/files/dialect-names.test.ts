import assert from 'node:assert/strict';
import test from 'node:test';
import {allDialects, parseDialects} from '../../../source/migrations/files/dialect-names.ts';

test('names of dialects are taken as typed, and `all` means each of them', () => {
	assert.deepEqual(parseDialects('makemigrations', ['mysql', 'sqlite']), ['mysql', 'sqlite']);
	assert.deepEqual(parseDialects('makemigrations', ['mysql', 'all']), allDialects);
	assert.deepEqual(parseDialects('makemigrations'), []);
});

test('an unknown dialect is a usage error that lists the known ones', () => {
	for (const name of ['oracle', 'toString', '']) {
		assert.throws(() => parseDialects('squashmigrations', [name]), {
			code: 'usage',
			exitCode: 2,
			message: /^--dialect .*sqlite, postgresql, mysql, mariadb or all\.$/,
			hint: /squashmigrations --help/,
		});
	}
});
