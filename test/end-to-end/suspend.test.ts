import assert from 'node:assert/strict';
import {chmodSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {standIn, standInProject} from '../support/dashboard.ts';
import {cliInShell} from '../support/project.ts';
import {openTerminal} from '../support/terminal.ts';

test('^Z returns to the shell, also from a script, and fg resumes the dashboard', async t => {
	const root = standInProject(t);
	const script = path.join(root, 'open');
	writeFileSync(script, `#!/bin/sh\n${cliInShell} --project "${root}"\necho ended: $?\n`);
	chmodSync(script, 0o755);
	const terminal = openTerminal(['bash', '--norc', '--noprofile', '-i'], {
		columns: 100,
		rows: 30,
		env: {
			PS1: 'shell> ',
			QUARTERDECK_CLI: standIn,
		},
	});
	t.after(() => terminal.kill('SIGKILL'));
	await terminal.shows('shell>');
	terminal.press(`${script}\r`);
	await terminal.shows('unapplied migrations:');
	terminal.press('\u001A\u001A');
	await terminal.shows('Stopped');
	assert.equal(terminal.buffer(), 'normal');
	terminal.resize(80, 24);
	terminal.press('fg\r');
	await terminal.shows('unapplied migrations:');
	assert.equal(terminal.buffer(), 'alternate');
	await terminal.shows(/^ 2 Server/m);
	terminal.press('q');
	await terminal.shows('ended: 0');
	assert.equal(terminal.buffer(), 'normal');
});
