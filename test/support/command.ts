import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import type {TestContext} from 'node:test';
import {killAfterTheTests} from './processes.ts';
import {cliFile} from './project.ts';

export interface Outcome {
	code: number | null;
	stdout: string;
	stderr: string;
}

interface ProgramOptions {
	stdin?: string;
	env?: NodeJS.ProcessEnv;
	uid?: number;
}

/** Runs the built `quarterdeck` as a process of its own, without a terminal. */
export function quarterdeck(
	cwd: string,
	words: string[],
	options: ProgramOptions = {},
): Promise<Outcome> {
	return runProgram(cwd, [process.execPath, cliFile, ...words], options);
}

/** Runs a program to its end, without a terminal and in the environment of no test. */
export function runProgram(
	cwd: string,
	[program, ...words]: string[],
	{stdin = '', env, uid}: ProgramOptions,
): Promise<Outcome> {
	const {CI, FORCE_COLOR, NO_COLOR, NODE_TEST_CONTEXT, ...environment} = process.env;
	return new Promise((resolve, reject) => {
		const child = spawn(program!, words, {
			cwd,
			stdio: 'pipe',
			env: {...environment, ...env},
			...(uid !== undefined && {uid, gid: uid}),
		});
		const hasEnded = killAfterTheTests(() => child.kill('SIGKILL'));
		let stdout = '';
		let stderr = '';
		child.stdout.setEncoding('utf8').on('data', text => {
			stdout += text;
		});
		child.stderr.setEncoding('utf8').on('data', text => {
			stderr += text;
		});
		child.on('error', reject).on('close', code => {
			hasEnded();
			resolve({code, stdout, stderr});
		});
		child.stdin.end(stdin);
	});
}

/** Starts the built `quarterdeck` for a test that watches it run, and kills it when the test ends. */
export function startQuarterdeck(
	test: Pick<TestContext, 'after'>,
	cwd: string,
	words: string[],
	env: NodeJS.ProcessEnv = process.env,
): ChildProcessWithoutNullStreams {
	const child = spawn(process.execPath, [cliFile, ...words], {cwd, stdio: 'pipe', env});
	test.after(() => child.kill('SIGKILL'));
	return child;
}

/** The objects of a `--json` run. */
export function objects({stdout}: Outcome): any[] {
	return stdout
		.split('\n')
		.filter(Boolean)
		.map(line => JSON.parse(line));
}
