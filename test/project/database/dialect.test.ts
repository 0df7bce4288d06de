import assert from 'node:assert/strict';
import test from 'node:test';
import {
	canRollBackSchema,
	isMysqlFamily,
	quoteName,
} from '../../../source/project/database/dialect.ts';

test('MySQL and MariaDB are one family, which cannot roll back the schema', () => {
	const dialects = ['sqlite', 'postgresql', 'mysql', 'mariadb'] as const;
	assert.deepEqual(dialects.filter(isMysqlFamily), ['mysql', 'mariadb']);
	assert.deepEqual(dialects.filter(canRollBackSchema), ['sqlite', 'postgresql']);
	assert.equal(isMysqlFamily(undefined), false);
});

test('names are quoted, with their quotes doubled and their schema apart', () => {
	assert.equal(quoteName('public.book', 'postgresql'), '"public"."book"');
	assert.equal(quoteName('a"b', 'sqlite'), '"a""b"');
	assert.equal(quoteName('a`b', 'mariadb'), '`a``b`');
});
