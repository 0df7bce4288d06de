import {spawn} from 'node:child_process';
import {cliFile} from './project.ts';

export interface Outcome {
	code: number | null;
	stdout: string;
	stderr: string;
}

/** Runs the built `quarterdeck` as a process of its own, without a terminal. */
export function quarterdeck(
	cwd: string,
	words: string[],
	options: {stdin?: string; env?: NodeJS.ProcessEnv; uid?: number} = {},
): Promise<Outcome> {
	const {CI, FORCE_COLOR, NO_COLOR, NODE_TEST_CONTEXT, ...environment} = process.env;
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [cliFile, ...words], {
			cwd,
			env: {...environment, ...options.env},
			...(options.uid !== undefined && {uid: options.uid, gid: options.uid}),
		});
		let stdout = '';
		let stderr = '';
		child.stdout.setEncoding('utf8').on('data', text => {
			stdout += text;
		});
		child.stderr.setEncoding('utf8').on('data', text => {
			stderr += text;
		});
		child.on('error', reject).on('close', code => resolve({code, stdout, stderr}));
		child.stdin.end(options.stdin ?? '');
	});
}

/** The objects of a `--json` run. */
export function objects({stdout}: Outcome): any[] {
	return stdout
		.split('\n')
		.filter(Boolean)
		.map(line => JSON.parse(line));
}
