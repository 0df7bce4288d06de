import {runChosen} from './run-on-terminal.ts';

/** Opens $VISUAL or $EDITOR and waits for its end. @param line counts from 1 */
export async function runEditor(file: string, line?: number): Promise<void> {
	const chosen = process.env.VISUAL || process.env.EDITOR || 'vi';
	await runChosen(chosen, name => placeFor(name, file, line));
}

/** Editors take the line number in different forms. */
function placeFor(name: string, file: string, line: number | undefined): string[] {
	if (line === undefined) return [file];
	if (/^(code|codium|cursor|zed|subl)/.test(name))
		return name.startsWith('code') ? ['--goto', `${file}:${line}`] : [`${file}:${line}`];
	return [`+${line}`, file];
}
