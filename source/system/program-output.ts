import {execFileSync, type StdioOptions} from 'node:child_process';

/** What a program of the system prints, trimmed; empty where there is no such program, or it fails. */
export function programOutput(program: string, words: string[]): string {
	try {
		const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
		return execFileSync(program, words, {encoding: 'utf8', stdio}).trim();
	} catch {
		return '';
	}
}
