import {execFileSync, type StdioOptions} from 'node:child_process';

/** The trimmed output of a system program; empty when it is missing or fails. */
export function programOutput(program: string, words: string[]): string {
	try {
		const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
		return execFileSync(program, words, {encoding: 'utf8', stdio}).trim();
	} catch {
		return '';
	}
}
