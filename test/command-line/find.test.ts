import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {commands} from '../../source/command-line/commands.ts';
import {findCommand, listCommands} from '../../source/command-line/find.ts';
import {temporaryFolder} from '../support/project.ts';

test('a built-in command is found without a project', async t => {
	const {name, summary, signature} = await findCommand('startapp', temporaryFolder(t));
	assert.deepEqual([name, summary], ['startapp', commands.startapp!.summary]);
	assert.ok(signature.arguments?.label);
});

test('a typo is answered with the nearest command, and with no property of an object', async t => {
	const folder = temporaryFolder(t);
	const message = "Unknown command: 'migrat'. Did you mean migrate?";
	await assert.rejects(findCommand('migrat', folder), {message, exitCode: 2});
	await assert.rejects(findCommand('toString', folder), {code: 'unknown-command'});
});

test('of an app’s command the project’s own failure is reported, else it is the unknown command', async t => {
	const folder = temporaryFolder(t);
	writeFileSync(path.join(folder, 'settings.ts'), "import 'quarterdeck';");
	await assert.rejects(findCommand('books:import', folder), {code: 'not-installed'});
	await assert.rejects(findCommand('import', folder), {code: 'unknown-command'});
});

test('the list has every built-in command, also where the project cannot be opened', async t => {
	const listed = await listCommands(temporaryFolder(t));
	assert.deepEqual(
		listed.map(({name}) => name),
		Object.keys(commands),
	);
});
