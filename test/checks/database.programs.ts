import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {findingsOf, soundProject} from '../support/findings.ts';
import {authors, makePlainProject} from '../support/plain-project.ts';

test('a file that is no database is a finding', async t => {
	const {root} = soundProject(t);
	writeFileSync(path.join(root, 'db.sqlite3'), 'dear diary,'.repeat(100));
	const found = await findingsOf(root);
	assert.deepEqual(
		found.map(({id, line}) => [id, line]),
		[['database.E001', 5]],
	);
	assert.match(found[0]!.message, /^The sqlite database db\.sqlite3 cannot be used: /);
});

test('a plain MikroORM project is checked as far as it goes', async t => {
	const plain = makePlainProject(t, authors('name: p.string()'));
	const found = await findingsOf(plain.root, true);
	assert.deepEqual(
		found.map(({id}) => id).filter(id => !id.startsWith('machine.')),
		['migrations.W002'],
	);
});
