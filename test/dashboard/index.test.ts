import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import type {CommandLine} from '../../source/command-line/parse.ts';
import {openDashboard} from '../../source/dashboard/index.ts';
import {exitCodes} from '../../source/errors/command-error.ts';
import {setVariable} from '../support/environment.ts';
import {temporaryFolder} from '../support/project.ts';

test('keys and colours that are wrong end the dashboard before it draws', async t => {
	const folder = temporaryFolder(t);
	mkdirSync(path.join(folder, 'quarterdeck'));
	writeFileSync(path.join(folder, 'quarterdeck/keys.json'), '{"migrat": "X"}');
	writeFileSync(path.join(folder, 'quarterdeck/theme.json'), '{"eror": "red"}');
	setVariable(t, 'XDG_CONFIG_HOME', folder);
	const errors = t.mock.method(process.stderr, 'write', () => true);
	const output = t.mock.method(process.stdout, 'write', () => true);
	const exitCode = await openDashboard({directory: folder} as CommandLine);
	assert.equal(exitCode, exitCodes.usage);
	assert.match(
		String(errors.mock.calls[0]!.arguments[0]),
		/there is no action 'migrat'[\s\S]*there is no meaning 'eror'/,
	);
	assert.equal(output.mock.callCount(), 0);
});
