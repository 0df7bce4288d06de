import {spawn} from 'node:child_process';

/** Runs a program that gets the terminal for itself. @returns its exit code */
export function runOnTerminal(program: string, words: string[], cwd?: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const child = spawn(program, words, {stdio: 'inherit', cwd});
		child.once('error', error =>
			reject(new Error(`${program} cannot be started: ${error.message}`)),
		);
		child.once('exit', code => resolve(code ?? 1));
	});
}
