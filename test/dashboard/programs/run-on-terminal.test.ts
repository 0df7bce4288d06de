import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {
	runChosen,
	runEditor,
	runOnTerminal,
} from '../../../source/dashboard/programs/run-on-terminal.ts';
import {setVariable} from '../../support/environment.ts';
import {temporaryFolder} from '../../support/project.ts';

/** A program that writes its arguments to a file. */
function editorNamed(t: test.TestContext, name: string): {program: string; words(): string[]} {
	const folder = temporaryFolder(t);
	const [program, output] = [path.join(folder, name), path.join(folder, 'words')];
	writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > ${output}\n`, {mode: 0o755});
	return {program, words: () => readFileSync(output, 'utf8').trim().split('\n')};
}

test('a program’s exit code is returned, a signal as a shell counts it', async () => {
	assert.equal(await runOnTerminal('/bin/sh', ['-c', 'exit 3']), 3);
	assert.equal(await runOnTerminal('/bin/sh', ['-c', 'kill -TERM $$']), 143);
});

test('^C is for the program, and the listeners come back', async t => {
	const listener = () => {};
	process.on('SIGINT', listener);
	t.after(() => process.off('SIGINT', listener));
	const before = process.listeners('SIGINT');
	const running = runOnTerminal('/bin/sh', ['-c', 'exit 0']);
	assert.equal(process.listeners('SIGINT').includes(listener), false);
	await running;
	assert.deepEqual(process.listeners('SIGINT'), before);
});

test('a program that is missing, or fails, is an error with a sentence', async () => {
	await assert.rejects(
		runChosen('no-such-program --wait', () => []),
		/^Error: Cannot start no-such-program: command not found\.$/,
	);
	await assert.rejects(
		runChosen("sh -c 'exit 2'", () => []),
		/^Error: sh exited with code 2\.$/,
	);
});

test('an editor gets the line in its own form', async t => {
	for (const [name, expected] of [
		['vim', ['+7', 'a.ts']],
		['code', ['--goto', 'a.ts:7']],
		['zed', ['a.ts:7']],
	] as const) {
		const {program, words} = editorNamed(t, name);
		setVariable(t, 'VISUAL', program);
		await runEditor('a.ts', 7);
		assert.deepEqual(words(), expected);
		await runEditor('a.ts');
		assert.deepEqual(words(), ['a.ts']);
	}
});
