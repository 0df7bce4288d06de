import assert from 'node:assert/strict';
import {globSync} from 'node:fs';
import test from 'node:test';
import {commands} from '../../source/command-line/commands.ts';
import {packageFile} from '../../source/system/package-files.ts';

test('the table has every command by its group and the name of its file', async () => {
	const files = globSync('*/*.ts', {cwd: packageFile('source/commands')});
	const names = Object.entries(commands).map(
		([name, {group}]) => `${group.toLowerCase()}/${name}.ts`,
	);
	assert.deepEqual(names.sort(), files.sort());
	const load = String(commands.dbshell!.load);
	for (const [name, entry] of Object.entries(commands)) {
		const file = `${entry.group.toLowerCase()}/${name}`;
		assert.equal(String(entry.load), load.replace('database/dbshell', file));
		assert.match(entry.summary, /^[A-Z].*[^.]$/);
	}
});
