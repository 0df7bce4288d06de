import {spawn} from 'node:child_process';
import {constants} from 'node:os';
import path from 'node:path';
import {splitWords} from '../commands/command-words.ts';

/** The terminal sends these signals to the dashboard as well, but they are for the program. */
const fromTerminal = ['SIGINT', 'SIGQUIT'] as const;

/** Gives the terminal to a program. @param input what it reads in place of the keys @returns its exit code; after a signal 128 + its number, as in a shell */
export async function runOnTerminal(
	program: string,
	words: string[],
	cwd?: string,
	input?: string,
): Promise<number> {
	const listenAgain = stopListening();
	try {
		return await new Promise((resolve, reject) => {
			const stdin = input === undefined ? 'inherit' : 'pipe';
			const child = spawn(program, words, {stdio: [stdin, 'inherit', 'inherit'], cwd});
			// Whoever quits a pager does not read the rest.
			child.stdin?.on('error', () => {}).end(input);
			child.once('error', error => reject(new Error(whyNot(program, error))));
			child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
		});
	} finally {
		listenAgain();
	}
}

/** Runs the operator's program, as in `$EDITOR`. @param wordsFor more arguments @throws Error if it fails */
export async function runChosen(
	chosen: string,
	wordsFor: (program: string) => string[],
	cwd?: string,
	input?: string,
): Promise<void> {
	const [program = '', ...words] = splitWords(chosen);
	const name = path.basename(program);
	const exitCode = await runOnTerminal(program, [...words, ...wordsFor(name)], cwd, input);
	if (exitCode !== 0) throw new Error(`${name} exited with code ${exitCode}.`);
}

/** @returns the answer; nothing at the end of the input. What was typed ahead is for the next question. */
export async function ask(question: string): Promise<string | undefined> {
	const {terminalPrompt} = await import('../../terminal/terminal-prompt.ts');
	const prompt = terminalPrompt(process.stdin, process.stdout);
	return prompt.text(question).catch(() => undefined);
}

function whyNot(program: string, {code, message}: NodeJS.ErrnoException): string {
	const why = code === 'ENOENT' ? 'command not found.' : message;
	return `Cannot start ${program}: ${why}`;
}

/** @returns restores the listeners */
function stopListening(): () => void {
	const before = fromTerminal.map(name => ({name, listeners: process.listeners(name)}));
	for (const {name} of before) process.removeAllListeners(name).on(name, ignore);
	return () => {
		for (const {name, listeners} of before) {
			process.off(name, ignore);
			for (const listener of listeners) process.on(name, listener);
		}
	};
}

function ignore(): void {}

/** Opens $VISUAL or $EDITOR and waits for its end. @param line counts from 1 */
export async function runEditor(file: string, line?: number): Promise<void> {
	const chosen = process.env.VISUAL || process.env.EDITOR || 'vi';
	await runChosen(chosen, name => placeFor(name, file, line));
}

function placeFor(name: string, file: string, line: number | undefined): string[] {
	if (line === undefined) return [file];
	if (/^(code|codium|cursor|zed|subl)/.test(name))
		return name.startsWith('code') ? ['--goto', `${file}:${line}`] : [`${file}:${line}`];
	return [`+${line}`, file];
}
