import {spawnSync} from 'node:child_process';

/** What one process and all that it started took, in milliseconds. */
export interface Time {
	wall: number;
	/** User and system. */
	cpu: number;
}

export interface Finished extends Time {
	stdout: string;
}

/**
 * Runs a program to its end. The shell that times it costs a millisecond, the same for all.
 * @throws when it fails
 */
export function timed(words: string[], cwd: string, env: Record<string, string> = {}): Finished {
	const script = 'exec 3>&2; TIMEFORMAT="time %3R %3U %3S"; time "$@" 2>&3';
	const {status, stdout, stderr} = spawnSync('bash', ['-c', script, 'bash', ...words], {
		cwd,
		env: {...process.env, NO_COLOR: '1', ...env},
		encoding: 'utf8',
		maxBuffer: 1 << 28,
	});
	const [, real, user, system] = /^time (\S+) (\S+) (\S+)$/m.exec(stderr) ?? [];
	if (status !== 0 || !real) throw new Error(`${words.join(' ')}:\n${stdout}\n${stderr}`);
	const cpu = (Number(user) + Number(system)) * 1000;
	return {wall: Number(real) * 1000, cpu, stdout};
}

export function median(values: number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
