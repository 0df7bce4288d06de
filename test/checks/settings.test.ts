import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {findingsOf, soundProject, writeSettings} from '../support/findings.ts';
import {temporaryFolder} from '../support/project.ts';

const key = "secretKey: 'the-secret-key-of-a-shop-that-is-only-tested',";

test('a sound project has no findings', async t => {
	assert.deepEqual(await findingsOf(soundProject(t).root), []);
});

test('each mistake of the settings is a finding with its line', async t => {
	const shop = soundProject(t);
	writeSettings(shop, `${key}\n\tloginUrl: 'login',\n\tdebugg: true,`);
	const file = path.join(shop.root, 'settings.ts');
	assert.deepEqual(await findingsOf(shop.root), [
		{
			id: 'settings.E001',
			level: 'error',
			message: 'settings.debugg is no setting. Did you mean debug?',
			hint: 'Correct settings.ts.',
			file,
			line: 8,
		},
		{
			id: 'settings.E001',
			level: 'error',
			message: 'settings.loginUrl is "login"; expected a path that starts with /.',
			hint: 'Correct settings.ts.',
			file,
			line: 7,
		},
	]);
});

test('settings that cannot be imported, a missing app, a label used twice and a missing folder are findings', async t => {
	const shop = soundProject(t);
	const only = async (more: string, apps?: string[]) => {
		const fresh = soundProject(t);
		writeSettings(fresh, more, apps);
		const [finding, ...others] = await findingsOf(fresh.root);
		assert.deepEqual(others, []);
		return [finding?.id, finding?.line];
	};
	assert.deepEqual(await only(`${key}\n\tdebug: noSuchThing.value,`), ['settings.E002', 7]);
	assert.deepEqual(await only(key, ['./shop', './shpo']), ['apps.E001', 4]);
	assert.deepEqual(await only(key, ['./shop', './shop/']), ['apps.E002', undefined]);
	assert.deepEqual(await only(`${key}\n\ttemplates: ['./templates', './mail'],`), [
		'settings.W001',
		7,
	]);
	writeFileSync(path.join(shop.root, 'settings.ts'), '// quarterdeck\n');
	assert.match((await findingsOf(shop.root))[0]!.message, /exports no settings/);
});

test('without a project there is nothing to check', async t => {
	await assert.rejects(findingsOf(temporaryFolder(t)), {code: 'no-project'});
});
