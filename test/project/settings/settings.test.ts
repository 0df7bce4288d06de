import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {
	completeServer,
	defineSettings,
	InvalidSettings,
	loadSettings,
	type Settings,
	withDefaults,
} from '../../../source/project/settings/settings.ts';
import {setVariable} from '../../support/environment.ts';
import {temporaryFolder} from '../../support/project.ts';

const settings: Settings = {
	...{apps: [], database: {driver: 'sqlite', name: 'db'}, secretKey: 'a key'},
};

test('defaults follow from the folder and the environment', () => {
	const production = withDefaults({...settings, environment: 'production'}, '/home/ann/shop');
	assert.deepEqual([production.name, production.debug], ['shop', false]);
	assert.equal(withDefaults({...settings, environment: 'test'}, '/shop').debug, true);
	assert.equal(defineSettings(settings), settings);
});

test('a server in short is its file, and its port is known to be given', () => {
	assert.partialDeepStrictEqual(completeServer('./server.ts'), {
		...{file: './server.ts', port: 8000, hasPort: false, host: '127.0.0.1'},
	});
	assert.partialDeepStrictEqual(completeServer({port: 0}), {port: 0, hasPort: true});
	assert.equal(
		withDefaults({...settings, server: './server.ts'}, '/shop').server.file,
		'./server.ts',
	);
});

test('.env is loaded before the settings', async t => {
	setVariable(t, 'SHOP_SECRET', undefined);
	const root = temporaryFolder(t);
	const settingsFile = path.join(root, 'settings.ts');
	writeFileSync(path.join(root, '.env'), 'SHOP_SECRET=from-the-file\n');
	const text = JSON.stringify(settings).replace('"a key"', 'process.env.SHOP_SECRET');
	writeFileSync(settingsFile, `export default ${text};\n`);
	const loaded = await loadSettings({root, settingsFile, kind: 'quarterdeck'});
	assert.equal(loaded.secretKey, 'from-the-file');
});

test('each mistake is a line of the error, and data', async t => {
	const root = temporaryFolder(t);
	const settingsFile = path.join(root, 'settings.ts');
	writeFileSync(settingsFile, `export default ${JSON.stringify({...settings, debug: 1, x: 2})};\n`);
	await assert.rejects(loadSettings({root, settingsFile, kind: 'quarterdeck'}), error => {
		assert.ok(error instanceof InvalidSettings);
		assert.deepEqual(
			error.mistakes.map(({key}) => key),
			['x', 'debug'],
		);
		assert.equal(error.message.split('\n').length, 2);
		assert.deepEqual([error.code, error.hint], ['settings', 'Correct settings.ts.']);
		return true;
	});
});
