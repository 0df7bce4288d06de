import assert from 'node:assert/strict';
import test from 'node:test';
import {migrationName} from '../../../source/migrations/files/file-names.ts';
import {slugFrom} from '../../../source/migrations/files/slug.ts';

const slugs = {
	größe: 'groesse',
	GRÖSSE: 'groesse',
	'order items': 'order_items',
	'a"b': 'a_b',
	'__x__  (€) y__': 'x_y',
	'Ærø Łódź ñandú': 'aeroe_lodz_nandu',
	注文: '注文',
	цена_й: 'цена_й',
	'ﬁ2²': 'fi22',
};
for (const [text, slug] of Object.entries(slugs)) {
	test(`${text} is ${slug} in the name of a file`, () => {
		assert.equal(slugFrom(text), slug);
		assert.equal(slugFrom(text.normalize('NFD')), slug);
		assert.equal(migrationName(`0001_${slug}.ts`), `0001_${slug}`);
	});
}

test('a long text is cut between letters, without an underscore at its end', () => {
	assert.equal(slugFrom('abc def', 4), 'abc');
	assert.equal(slugFrom('𝒳𠮷𠮷', 2), 'x𠮷');
});
