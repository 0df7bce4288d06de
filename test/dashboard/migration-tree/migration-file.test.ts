import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {readMigrationText} from '../../../source/dashboard/migration-tree/migration-file.ts';
import {temporaryFolder} from '../../support/project.ts';

const id = 'auth.0001_initial';

test('the file is read as it is now', t => {
	const file = path.join(temporaryFolder(t), '0001_initial.ts');
	writeFileSync(file, 'now');
	assert.deepEqual(readMigrationText('/none', id, file), {text: 'now'});
});

test('of a file that is gone the copy of its last apply is read', t => {
	const root = temporaryFolder(t);
	mkdirSync(path.join(root, '.quarterdeck'));
	const line = (migration: string, text: string) => JSON.stringify({migration, text});
	writeFileSync(
		path.join(root, '.quarterdeck/applied.ndjson'),
		[line(id, 'first'), line(id, 'last'), line(`${id}_more`, 'other'), ''].join('\n'),
	);
	assert.deepEqual(readMigrationText(root, id, path.join(root, 'gone.ts')), {
		text: 'last',
		isKept: true,
	});
	assert.equal(readMigrationText(root, 'auth.0009_none', undefined), undefined);
});
