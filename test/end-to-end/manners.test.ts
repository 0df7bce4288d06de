import assert from 'node:assert/strict';
import {
	chmodSync,
	existsSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {playStatus, standIn, standInProject, tutorialStatus} from '../support/dashboard.ts';
import {cliFile, temporaryFolder} from '../support/project.ts';
import {openTerminal, type Terminal} from '../support/terminal.ts';
import {until} from '../support/wait.ts';

/** Modes that the dashboard sets, each with what takes it back. */
const setAndTakenBack = [
	['\u001B[?1049h', '\u001B[?1049l'],
	['\u001B[?25l', '\u001B[?25h'],
	['\u001B[?2004h', '\u001B[?2004l'],
	['\u001B[?2026h', '\u001B[?2026l'],
] as const;
/** Mouse modes, and whatever a terminal would answer as if it were typed. */
const unwanted =
	/\u001B\[\?(?:9|100[0-7]|101[56])h|\u001B\[[>=]?\d*c|\u001B\[\??[56]n|\u001B\[>\d*q|\u001B\[\?u|\u001B\[\?[\d;]+\$p|\u001B\]\d+;\?|\u001BP[+$]q/;

const ends: [name: string, end: (opened: UnderShell) => void, exitCode: number][] = [
	['q', ({terminal}) => terminal.press('q'), 0],
	['^C', ({terminal}) => terminal.press('\u0003'), 0],
	['^C twice in a form', ({terminal}) => terminal.press(':mig\u0003\u0003'), 0],
	['TERM', ({kill}) => kill('SIGTERM'), 143],
	['INT', ({kill}) => kill('SIGINT'), 130],
	['HUP', ({kill}) => kill('SIGHUP'), 129],
];

for (const [name, end, exitCode] of ends) {
	test(`${name} leaves the terminal as it was`, async t => {
		const opened = openUnderShell(t, standInProject(t));
		const {terminal} = opened;
		await terminal.waitFor(() => terminal.raw().includes('\u001B[?2004h'), 'keys to be read');
		end(opened);
		assert.equal((await terminal.exited).exitCode, exitCode);
		opened.assertRestored();
		assert.doesNotMatch(terminal.raw(), unwanted);
	});
}

test('a crash restores the terminal and writes a report without what was typed', async t => {
	const root = standInProject(t);
	playStatus(root, tutorialStatus({root, unapplied: 0}));
	const {terminal, kill, assertRestored} = openUnderShell(t, root, throwingOnSignal(t));
	await terminal.shows('Changes not in a migration');
	const secret = 'correct horse battery';
	terminal.press(`u\t\t${secret}`);
	await terminal.shows('*'.repeat(secret.length));
	kill('SIGUSR2');
	assert.equal((await terminal.exited).exitCode, 1);
	assertRestored();
	assert.match(terminal.screen(), /^Error: The dashboard crashed: Error: on purpose$/m);
	const file = /The report is in (\S+)/.exec(terminal.screen().replaceAll('\n', ''))![1]!;
	assert.equal(statSync(file).mode & 0o777, 0o600);
	const report = readFileSync(file, 'utf8');
	assert.match(report, /on purpose[\s\S]+throws\.mjs:1/);
	for (const text of [report, terminal.raw()]) assert.equal(text.includes(secret), false);
});

test('ending in the middle of a frame restores the terminal', async t => {
	const root = standInProject(t);
	playStatus(root, tutorialStatus({root, server: {state: 'running', pid: 1}}));
	const {terminal, assertRestored} = openUnderShell(t, root);
	await terminal.shows('running');
	terminal.press('\f\f\f?\u001B:mig\u0003\u0003');
	assert.equal((await terminal.exited).exitCode, 0);
	assertRestored();
});

test('$EDITOR gets the terminal as it was, and gives it back', async t => {
	const root = standInProject(t);
	const editor = path.join(root, 'editor');
	writeFileSync(editor, '#!/bin/sh\nstty -a > "$0.stty"\necho edits "$@"\nread answer\n');
	chmodSync(editor, 0o755);
	const problem = {code: 'x', message: 'Broken.', file: path.join(root, 'settings.ts'), line: 7};
	playStatus(root, tutorialStatus({root, problems: [problem]}));
	const {terminal, assertRestored} = openUnderShell(t, root, {VISUAL: editor});
	await terminal.shows('Broken.');
	terminal.press('e');
	await terminal.shows(`edits +7 ${problem.file}`);
	assert.equal(terminal.buffer(), 'normal');
	assert.match(readFileSync(`${editor}.stty`, 'utf8'), /(?<!-)icanon[\s\S]*(?<!-)echo\b/);
	terminal.press('done\r');
	await terminal.shows('Broken.');
	assert.equal(terminal.buffer(), 'alternate');
	terminal.press('q');
	await terminal.exited;
	assertRestored();
});

const gone: [name: string, redirection: string, end: (screen: Terminal, keys: Terminal) => void][] =
	[
		['the end of its input alone', '<', (_screen, keys) => keys.close()],
		[
			'a screen alone that takes nothing any more',
			'>',
			(screen, keys) => {
				screen.close();
				// It is noticed when something is drawn.
				void screen.exited.then(() => keys.press('2'));
			},
		],
	];

for (const [name, redirection, end] of gone) {
	test(`${name} ends the dashboard, and leaves the other terminal as it was`, async t => {
		const root = standInProject(t);
		const opened = openUnderShell(t, root, {}, redirection);
		// Opened later, so that the dashboard does not inherit the end that is closed.
		const other = openTerminal(['sleep', '600']);
		t.after(() => other.kill('SIGKILL'));
		opened.terminal.press(`${await deviceOf(other)}\n`);
		const [screen, keys] =
			redirection === '<' ? [opened.terminal, other] : [other, opened.terminal];
		await screen.waitFor(() => screen.raw().includes('\u001B[?2004h'), 'keys to be read');
		end(screen, keys);
		assert.equal((await opened.terminal.exited).exitCode, 129);
		opened.assertRestored();
		// It may end before it is announced.
		const operators = path.join(root, '.quarterdeck/operators');
		assert.deepEqual(existsSync(operators) ? readdirSync(operators) : [], []);
	});
}

/** Its program has it once it has begun. */
async function deviceOf({pid}: Terminal): Promise<string> {
	const device = () => readlinkSync(`/proc/${pid}/fd/0`);
	await until('it has a device', () => device().startsWith('/dev/pts/'));
	return device();
}

interface UnderShell {
	terminal: Terminal;
	/** Sends a signal to the dashboard alone. */
	kill(signal: NodeJS.Signals): void;
	/** Once it has ended: its own modes are off, and keys are read as they were before. */
	assertRestored(): void;
}

/**
 * The dashboard as a shell starts it, which looks at the terminal before and after.
 * @param redirection `<` or `>`: to another terminal, whose device is typed first
 */
function openUnderShell(
	t: TestContext,
	root: string,
	env: NodeJS.ProcessEnv = {},
	redirection?: string,
): UnderShell {
	const script = `${redirection ? 'read other' : ''}
stty -g > before
sh -c 'echo $$ > pid; exec "$0" "$@"' "$0" "$@" ${redirection ? `${redirection}"$other"` : ''}
ended=$?
stty -g > after
exit $ended`;
	const program = [process.execPath, cliFile, '--project', root];
	const terminal = openTerminal(['sh', '-c', script, ...program], {
		cwd: root,
		env: {QUARTERDECK_CLI: standIn, ...env},
	});
	t.after(() => terminal.kill('SIGKILL'));
	const kept = (name: string) => readFileSync(path.join(root, name), 'utf8');
	return {
		terminal,
		kill: signal => process.kill(Number(kept('pid')), signal),
		assertRestored() {
			const raw = terminal.raw();
			assert.equal(terminal.buffer(), 'normal');
			for (const [set, takenBack] of setAndTakenBack) {
				// The same only where it was never set, as in a dashboard that ends before it draws anew.
				assert.ok(raw.lastIndexOf(takenBack) >= raw.lastIndexOf(set), JSON.stringify(takenBack));
			}
			assert.equal(kept('after'), kept('before'));
		},
	};
}

/** An environment in which the dashboard meets a bug, with a hostile text, when it gets SIGUSR2. */
function throwingOnSignal(t: TestContext): NodeJS.ProcessEnv {
	const file = path.join(temporaryFolder(t), 'throws.mjs');
	const text =
		"process.on('SIGUSR2', () => { throw new Error('on \\u001B[?1049h\\u001B[?25lpurpose'); });\n";
	writeFileSync(file, text);
	return {NODE_OPTIONS: `--import=${file}`};
}
