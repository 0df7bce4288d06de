import path from 'node:path';
import {runOnTerminal} from './run-on-terminal.ts';

/** Opens $VISUAL or $EDITOR on a file, in this terminal, and waits for its end. @param line counts from 1 */
export async function runEditor(file: string, line?: number): Promise<void> {
	const chosen = process.env.VISUAL || process.env.EDITOR || 'vi';
	const [program = 'vi', ...words] = chosen.split(' ');
	await runOnTerminal(program, [...words, ...placeFor(program, file, line)]);
}

/** Editors differ in how they are told the line. */
function placeFor(program: string, file: string, line: number | undefined): string[] {
	if (line === undefined) return [file];
	const name = path.basename(program);
	if (/^(code|codium|cursor|zed|subl)/.test(name))
		return name.startsWith('code') ? ['--goto', `${file}:${line}`] : [`${file}:${line}`];
	return [`+${line}`, file];
}
