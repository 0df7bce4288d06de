import assert from 'node:assert/strict';
import test from 'node:test';
import {registerApp} from '../../../source/project/write/register-app.ts';

test('a list on one line grows on that line', () => {
	assert.equal(registerApp("apps: ['a', './b'],", './c'), "apps: ['a', './b', './c'],");
	assert.equal(registerApp('apps: [],', './c'), "apps: ['./c'],");
	assert.equal(registerApp("apps: ['a',],", './c'), "apps: ['a', './c'],");
});

test('a list of many lines gets a line more', () => {
	const before = "\tapps: [\n\t\t'a',\n\t\t'./b',\n\t],\n";
	const after = "\tapps: [\n\t\t'a',\n\t\t'./b',\n\t\t'./c',\n\t],\n";
	assert.equal(registerApp(before, './c'), after);
	assert.equal(registerApp(before.replace("'./b',", "'./b'"), './c'), after);
});

test('a list that is computed is left alone', () => {
	assert.equal(registerApp('apps: [...base, extra],', './c'), undefined);
	assert.equal(registerApp('apps: base,', './c'), undefined);
});
