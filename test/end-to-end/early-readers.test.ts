import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import test from 'node:test';
import {cliInShell, copyFixture} from '../support/project.ts';

test('a reader that leaves early is no error: what only prints ends, what works continues', async t => {
	const root = copyFixture(t, 'tutorial');
	const asFunction = `quarterdeck() { ${cliInShell} "$@"; }`;
	const shell = (line: string) => {
		const done = spawnSync('bash', ['-c', `${asFunction}\n${line}`], {
			cwd: root,
			encoding: 'utf8',
			timeout: 30_000,
		});
		assert.doesNotMatch(done.stderr, /EPIPE|\n\s+at /);
		return done.stdout;
	};
	for (const words of ['help', 'status --watch', 'migrate --noinput']) {
		shell(`quarterdeck ${words} | true`);
	}
	assert.match(shell('quarterdeck showmigrations'), /auth\n \[X\] 0001_initial\nsessions\n \[X\]/);
});
