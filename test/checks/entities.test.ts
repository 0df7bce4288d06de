import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {findingsOf, soundProject} from '../support/findings.ts';

test('entities that MikroORM rejects are a finding with file and line', async t => {
	const shop = soundProject(t);
	shop.entities("export const Book = defineEntity({name: 'Book', properties: {}});\n\nnull!.x;");
	const [finding] = await findingsOf(shop.root);
	assert.equal(finding?.id, 'entities.E001');
	assert.deepEqual([finding.file, finding.line], [path.join(shop.root, 'shop/entities.ts'), 5]);
});

test('a folder of entities beside the file is a finding, because it is not read', async t => {
	const {root} = soundProject(t);
	mkdirSync(path.join(root, 'shop/entities'));
	const found = await findingsOf(root);
	assert.deepEqual(
		found.map(({id, message}) => [id, message]),
		[['entities.W001', 'shop has entities.ts and a folder entities/, which is not read.']],
	);
});
