import {fork} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';
import {CommandError, type ErrorData, exitCodes} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import {ensureStateFolder} from '../../runs/state-folder.ts';
import {packageFile} from '../../system/package-files.ts';
import {addressText} from './address.ts';
import {type Inspect, withoutInspect} from './inspect.ts';
import {serverLogPath} from './log-file.ts';

export interface LaunchOptions {
	/** Default: `server` in the settings, else 127.0.0.1:8000. Port 0 means any free port. */
	host?: string;
	port?: number;
	/** The operator, as shown to others. */
	operator: string;
	/** False turns off reloading. */
	reload?: boolean;
	/** Lets debuggers attach to the application. Default: what NODE_OPTIONS asks for. */
	inspect?: Inspect;
	/** The application's environment. Default: this process's own. */
	environment?: NodeJS.ProcessEnv;
	/** Called when the runner has refused to start, before it writes the reason into the log. */
	refused?: () => void;
}

/** Milliseconds a start may take. */
const timeout = 40_000;

/** What a runner reports to the process that started it. */
export type RunnerMessage = {type: 'settled'} | ({type: 'refused'} & ErrorData);

/**
 * Starts the runner in its own session, and waits until its application runs, has crashed, or takes long.
 * @returns false if another operator's runner was first
 * @throws CommandError with the runner's reason for refusing
 */
export function launchRunner(root: string, options: LaunchOptions): Promise<boolean> {
	ensureStateFolder(root);
	const {environment, inspect} = withoutInspect(options.environment ?? process.env);
	const words = wordsFor(root, {...options, inspect: options.inspect ?? inspect});
	const log = openSync(serverLogPath(root), 'a', 0o600);
	const runner = fork(packageFile('dist/server/runner.js'), words, {
		cwd: root,
		detached: true,
		env: environment,
		execArgv: [],
		stdio: ['ignore', 'ignore', log, 'ipc'],
	});
	closeSync(log);
	let timer: NodeJS.Timeout;
	let refusal: CommandError | undefined;
	return new Promise<boolean>((resolve, reject) => {
		timer = setTimeout(() => resolve(true), timeout);
		runner.once('error', reject);
		runner.once('message', (message: RunnerMessage) => {
			if (message.type === 'settled') return resolve(true);
			refusal = new CommandError(message.message, message);
			options.refused?.();
			runner.disconnect();
		});
		runner.once('exit', code => {
			if (code === exitCodes.serverRunning) return resolve(false);
			reject(refusal ?? runnerDied(code));
		});
	}).finally(() => {
		clearTimeout(timer);
		runner.removeAllListeners();
		if (runner.connected) runner.disconnect();
		runner.unref();
	});
}

function wordsFor(
	root: string,
	{host, port, operator, inspect, reload = true}: LaunchOptions,
): string[] {
	return [
		...['--project', root, '--operator', operator],
		...(host === undefined ? [] : ['--host', host]),
		...(port === undefined ? [] : ['--port', String(port)]),
		...(reload ? [] : ['--noreload']),
		...(inspect ? [inspect.breaks ? '--inspect-brk' : '--inspect', addressText(inspect)] : []),
	];
}

export function runnerDied(code: number | null = null): CommandError {
	return new CommandError(`The server's runner ended at once${code ? ` with ${code}` : ''}.`, {
		code: 'runner-died',
		hint: "Read why with 'quarterdeck log'.",
		ways: [ways.readLog],
	});
}
