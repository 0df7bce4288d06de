import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {actionFor} from '../../../source/dashboard/actions/action.ts';
import {actions} from '../../../source/dashboard/actions/list.ts';
import {actionsWithOwnKeys} from '../../../source/dashboard/actions/own-keys.ts';
import {temporaryFolder} from '../../support/project.ts';

function withKeys(t: TestContext, text: string) {
	const XDG_CONFIG_HOME = temporaryFolder(t);
	mkdirSync(path.join(XDG_CONFIG_HOME, 'quarterdeck'));
	writeFileSync(path.join(XDG_CONFIG_HOME, 'quarterdeck/keys.json'), text);
	return actionsWithOwnKeys({XDG_CONFIG_HOME});
}

test('own keys replace the default ones, and null removes them', t => {
	const {actions: own, problem} = withKeys(
		t,
		'{"migrate": ["X", "Z"], "clear": null, "squash": "Q"}',
	);
	assert.equal(problem, undefined);
	assert.equal(actionFor(own, 'X', 'server')?.id, 'migrate');
	assert.equal(actionFor(own, 'Z', 'server')?.id, 'migrate');
	assert.equal(actionFor(own, 'M', 'server'), undefined);
	assert.equal(actionFor(own, 'C', 'log'), undefined);
	assert.equal(actionFor(own, 'Q', 'log')?.id, 'squash');
});

test('without a file the default keys apply', t => {
	assert.equal(actionsWithOwnKeys({XDG_CONFIG_HOME: temporaryFolder(t)}).actions, actions);
});

test('a key of two actions is refused, naming both', t => {
	assert.match(
		withKeys(t, '{"server": "r"}').problem!,
		/keys\.json: 'r' is bound to both 'server' and 'restart'\.\n/,
	);
	assert.equal(withKeys(t, '{"wrap": "F"}').problem, undefined, 'F is only of the migrations');
});

test('unknown actions, impossible keys and changes of the ways out are refused', t => {
	assert.match(
		withKeys(t, '{"migrat": "X"}').problem!,
		/no action 'migrat'\. Did you mean migrate\?/,
	);
	for (const key of ['^S', '^I', 'F5', 'C-x', 'Ctrl-X', 'xx', 'enter']) {
		const {problem} = withKeys(t, JSON.stringify({migrate: key}));
		assert.ok(
			problem?.includes(`'${key}' is not a valid key for 'migrate'.`),
			`${key}: ${problem}`,
		);
	}
	for (const key of ['X', '^X', 'ä', 'Backspace', 'Delete', ' ']) {
		assert.equal(withKeys(t, JSON.stringify({migrate: key})).problem, undefined, key);
	}
	assert.match(withKeys(t, '["X"]').problem!, /must be an object that maps actions to keys/);
	assert.match(withKeys(t, 'null').problem!, /must be an object that maps actions to keys/);
	assert.match(
		withKeys(t, '{"interrupt": "x"}').problem!,
		/the keys of 'interrupt' cannot be changed\./,
	);
	assert.match(
		withKeys(t, '{"migrate"').problem!,
		/^Error: .*keys\.json: .*\nFix the file, or delete it\.\n$/,
	);
});
