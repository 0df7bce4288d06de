import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import test from 'node:test';
import {commands} from '../../source/command-line/commands.ts';
import {packageFile} from '../../source/system/package-files.ts';

test('the table has every command by the name of its file', async () => {
	const files = readdirSync(packageFile('source/commands')).map(file => file.replace(/\.ts$/, ''));
	assert.deepEqual(Object.keys(commands).sort(), files.sort());
	const load = String(commands.dbshell!.load);
	for (const [name, entry] of Object.entries(commands)) {
		assert.equal(String(entry.load), load.replace('dbshell', name));
		assert.match(entry.summary, /^[A-Z].*[^.]$/);
	}
});
