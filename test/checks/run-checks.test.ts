import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {runChecks} from '../../source/checks/run-checks.ts';
import {findingsOf, soundProject, writeSettings} from '../support/findings.ts';
import {outcomeOf} from '../support/outcome-of.ts';

test('a project that cannot be opened has the findings of its settings only', async t => {
	const shop = soundProject(t);
	writeSettings(shop, "secretKey: '', debug: 1,");
	const {events, result} = await outcomeOf(runChecks(shop.root, {deploy: false, replay: false}));
	assert.deepEqual(
		events.map(({id}) => id),
		['settings.E001', 'settings.E001'],
	);
	assert.equal(result, undefined);
});

test('entities that cannot be loaded keep no other check from running', async t => {
	const shop = soundProject(t);
	writeFileSync(path.join(shop.root, 'shop/entities.ts'), 'throw new Error("no sea");\n');
	writeFileSync(path.join(shop.root, 'urls.ts'), 'throw new Error("no land");\n');
	const found = await findingsOf(shop.root);
	assert.deepEqual(
		found.map(({id, message}) => [id, message]),
		[
			['entities.E001', 'no sea'],
			['urls.E001', 'no land'],
		],
	);
});
