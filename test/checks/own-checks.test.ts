import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {findingsOf, soundProject} from '../support/findings.ts';
import type {Shop} from '../support/shop.ts';

function shopWith(test: TestContext, checks: string): {shop: Shop; file: string} {
	const shop = soundProject(test);
	const file = path.join(shop.root, 'shop/checks.ts');
	writeFileSync(file, `import {defineChecks} from 'quarterdeck';\n\n${checks}\n`);
	return {shop, file};
}

test('an app’s own checks see settings, database and whether it is for a deployment', async t => {
	const {shop, file} = shopWith(
		t,
		`export default defineChecks(async function* ({settings, em, deploy}) {
	const [{one}] = await em.getConnection().execute('select 1 as one');
	yield {id: 'shop.W001', level: 'info', message: \`\${settings.name} \${one} \${deploy}\`, hint: 'None.'};
});`,
	);
	assert.deepEqual(await findingsOf(shop.root), [
		{id: 'shop.W001', level: 'info', message: 'shop 1 false', hint: 'None.', file},
	]);
	assert.ok((await findingsOf(shop.root, true)).some(({message}) => message === 'shop 1 true'));
});

test('checks may return a list, or nothing', async t => {
	const listed = shopWith(
		t,
		"export default defineChecks(async () => [{id: 'shop.E001', level: 'error', message: 'No.'}]);",
	);
	assert.deepEqual(
		(await findingsOf(listed.shop.root)).map(({id}) => id),
		['shop.E001'],
	);
	assert.deepEqual(
		await findingsOf(shopWith(t, 'export default defineChecks(() => {});').shop.root),
		[],
	);
});

test('checks that fail, or find nonsense, are findings', async t => {
	const messageOf = async (checks: string) => {
		const [finding, ...others] = await findingsOf(shopWith(t, checks).shop.root);
		assert.deepEqual([finding?.id, others], ['checks.E001', []]);
		return [finding!.message, finding!.line];
	};
	assert.deepEqual(
		await messageOf('export default defineChecks(() => {\n\tthrow new Error("disk on fire");\n});'),
		['shop/checks.ts failed: disk on fire.', 4],
	);
	assert.deepEqual(await messageOf('export const none = 1;'), [
		'shop/checks.ts exports no checks.',
		undefined,
	]);
	assert.deepEqual(
		await messageOf(
			"export default defineChecks(() => [{id: 'x', level: 'bad', message: ''} as never]);",
		),
		['shop/checks.ts finds something without id, level and message.', undefined],
	);
});

test('a wrong level is a type error', async () => {
	const {defineChecks} = await import('../../source/checks/define-checks.ts');
	// @ts-expect-error
	defineChecks(() => [{id: 'shop.W001', level: 'warn', message: 'No.'}]);
});
