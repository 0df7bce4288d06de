import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {findAppCommands, loadAppCommand} from '../../source/command-definition/app-commands.ts';
import type {Project} from '../../source/project/project.ts';
import {temporaryFolder} from '../support/project.ts';

/** A project with one app, `books`, whose `commands` folder has these files. */
function projectWith(t: TestContext, files: Record<string, string>): Project {
	const root = temporaryFolder(t);
	const folder = path.join(root, 'books');
	mkdirSync(path.join(folder, 'commands'), {recursive: true});
	for (const [name, text] of Object.entries(files)) {
		writeFileSync(path.join(folder, 'commands', name), text);
	}
	return {root, kind: 'quarterdeck', apps: [{label: 'books', folder}]} as unknown as Project;
}

test('a command is a file that starts with a letter; a source is preferred to its compiled file', t => {
	const project = projectWith(t, {
		'import.js': '',
		'import.ts': '',
		'export.mjs': '',
		'_rows.ts': '',
		'import.test.ts': '',
		'import.d.ts': '',
		'notes.md': '',
	});
	const found = findAppCommands(project);
	assert.deepEqual(
		found.map(({name, file}) => [name, path.basename(file)]),
		[
			['books:export', 'export.mjs'],
			['books:import', 'import.ts'],
		],
	);
	assert.deepEqual(findAppCommands({...project, kind: 'mikro-orm'} as Project), []);
});

test('a file without a command is refused with its name, and so is a wrong definition', async t => {
	const project = projectWith(t, {
		'count.mjs': "export default {summary: 'Count', run() {}};",
		'helper.mjs': 'export const rows = [];',
		'silent.mjs': 'export default {run() {}};',
	});
	const [count, helper, silent] = findAppCommands(project);
	assert.equal((await loadAppCommand(count!, project.root)).summary, 'Count');
	await assert.rejects(loadAppCommand(helper!, project.root), {
		code: 'no-command',
		message: 'books/commands/helper.mjs exports no command.',
		file: helper!.file,
	});
	await assert.rejects(loadAppCommand(silent!, project.root), {
		code: 'app-command',
		message: 'books/commands/silent.mjs has no summary for the help.',
	});
});
