import {type ChildProcess, spawn} from 'node:child_process';
import {setTimeout as pause} from 'node:timers/promises';
import {identify} from '../../system/process-identity.ts';
import {portsOfSession} from '../../system/session-ports.ts';
import {type Failure, failureOfExit} from '../control/failure.ts';
import type {Listening, Order} from '../control/messages.ts';
import {sendToRunner} from './runner-channel.ts';

/** Milliseconds between checks for the port that the command listens on. */
const interval = 100;

/**
 * Runs any program in its own session, so that it can be ended with everything it starts. The program
 * binds its port itself; /proc shows which one.
 * @param ended called when the command exits by itself
 * @returns ends the session
 */
export async function runCommand(
	command: string,
	{root, chosen}: Order,
	listening: (at: Listening) => void,
	ended: (failure: Failure, code: number, signal: NodeJS.Signals | null) => void,
): Promise<(deadline: number) => Promise<void>> {
	const child = spawn(command, {
		shell: true,
		cwd: root,
		detached: true,
		stdio: ['ignore', 'inherit', 'inherit'],
		env: {...process.env, ...(chosen && {PORT: String(chosen.port)}), NODE_OPTIONS: nodeOptions()},
	});
	const gone = new Promise<void>(resolve => child.once('exit', () => resolve()));
	let isLeaving = false;
	child.once('error', error => ended({message: error.message}, 1, null));
	child.once('exit', (code, signal) => {
		if (isLeaving) return;
		signalSession(child, 'SIGTERM');
		ended(failureOfExit(`The command '${command}'`, code, signal), code ?? 1, signal);
	});
	if (child.pid !== undefined) {
		sendToRunner({type: 'spawned', session: identify(child.pid)});
		void reportPort(child, listening);
	}
	return async deadline => {
		isLeaving = true;
		signalSession(child, 'SIGTERM');
		await Promise.race([gone, pause(deadline)]);
		signalSession(child, 'SIGKILL');
	};
}

/** Its stacks name the sources that it was compiled from, as those of a program do. */
function nodeOptions(): string {
	return `${process.env.NODE_OPTIONS ?? ''} --enable-source-maps`.trim();
}

/** Checks until the command listens. */
async function reportPort(child: ChildProcess, listening: (at: Listening) => void): Promise<void> {
	while (child.exitCode === null && child.signalCode === null) {
		const [at] = portsOfSession(child.pid!);
		if (at) return listening({...at, isSecure: false});
		await pause(interval);
	}
}

/** Also after the command's exit: programs it started may live on, and keep the session's id. */
function signalSession({pid}: ChildProcess, name: NodeJS.Signals): void {
	try {
		if (pid !== undefined) process.kill(-pid, name);
	} catch {
		// The whole session has exited.
	}
}
