import assert from 'node:assert/strict';
import {rmSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {currentPlan, recordReplacements} from '../../../source/migrations/graph/current-plan.ts';
import {readApplied} from '../../../source/migrations/record/recorder.ts';
import {projectWith} from '../../support/migrations-on-disk.ts';

const migrations = {'shop.0001_one': {}, 'shop.0002_two': {dependencies: ['shop.0001_one']}};

test('the plan leads from the database to the target', async t => {
	const project = projectWith(t, migrations, ['shop.0001_one']);
	const idsOf = async (name?: string) => {
		const {steps} = await currentPlan(project, {app: 'shop', name}, {});
		return steps.map(({file, direction}) => `${file.id} ${direction}`);
	};
	assert.deepEqual(await idsOf(), ['shop.0002_two forwards']);
	assert.deepEqual(await idsOf('zero'), ['shop.0001_one backwards']);
});

test('an inconsistent history is refused, unless the plan is only recorded', async t => {
	const project = projectWith(t, migrations, ['shop.0002_two']);
	await assert.rejects(currentPlan(project, undefined, {}), {code: 'inconsistent-history'});
	const {steps} = await currentPlan(project, undefined, {fake: true});
	assert.deepEqual(
		steps.map(({file}) => file.id),
		['shop.0001_one'],
	);
});

test('a migration without a file is refused in its app, and a possible dependant elsewhere', async t => {
	const project = projectWith(t, migrations, ['shop.0001_one', 'stock.0001_gone']);
	await assert.rejects(currentPlan(project, {app: 'stock', name: 'zero'}, {}), {
		code: 'missing-file',
	});
	const {steps} = await currentPlan(project, {app: 'shop', name: 'zero'}, {});
	assert.deepEqual(steps[0]?.possibleDependants, ['stock.0001_gone']);
});

test('a squashed migration is recorded once, and only if all that it replaces is applied', async t => {
	const replaces = Object.keys(migrations);
	const files = {...migrations, 'shop.0001_squashed_0002_two': {replaces}};
	for (const applied of [replaces.slice(0, 1), replaces]) {
		const project = projectWith(t, files, applied);
		await recordReplacements(project);
		await recordReplacements(project);
		const recorded = [...(await readApplied(project)).keys()];
		const isWhole = applied.length === 2;
		assert.deepEqual(recorded, isWhole ? Object.keys(files) : applied);
		rmSync(path.join(project.root, 'db.sqlite3'));
	}
});
