import {spawn} from 'node:child_process';
import path from 'node:path';

/** Opens $VISUAL or $EDITOR on a file, in this terminal, and waits for its end. @param line counts from 1 */
export function runEditor(file: string, line?: number): Promise<void> {
	const chosen = process.env.VISUAL || process.env.EDITOR || 'vi';
	const [program = 'vi', ...words] = chosen.split(' ');
	return runOnTerminal(program, [...words, ...placeFor(program, file, line)]);
}

function runOnTerminal(program: string, words: string[]): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn(program, words, {stdio: 'inherit'});
		child.once('error', error =>
			reject(new Error(`${program} cannot be started: ${error.message}`)),
		);
		child.once('exit', () => resolve());
	});
}

/** Editors differ in how they are told the line. */
function placeFor(program: string, file: string, line: number | undefined): string[] {
	if (line === undefined) return [file];
	const name = path.basename(program);
	if (/^(code|codium|cursor|zed|subl)/.test(name))
		return name.startsWith('code') ? ['--goto', `${file}:${line}`] : [`${file}:${line}`];
	return [`+${line}`, file];
}
