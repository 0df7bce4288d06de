import {writeSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../errors.ts';
import {watchSources} from '../project/reloader.ts';
import {sanitise} from '../terminal/sanitise.ts';
import {ApplicationProcess, type Exit} from './application-process.ts';
import {type ControlAnswer, type ControlRequest, serveControl} from './control-socket.ts';
import type {Failure} from './failure.ts';
import {type HeldSocket, holdSocket} from './held-socket.ts';
import {isPortFree, portInUse} from './port-owner.ts';
import {newServerRecord, type ServerRecord, writeServerRecord} from './server-state.ts';

export interface DevelopmentServerOptions {
	root: string;
	host: string;
	port: number;
	operator: string;
	/** Watch the sources. */
	reload: boolean;
	/** What the application's process gets, as it was before any `.env` was read. */
	environment: NodeJS.ProcessEnv;
	runId: string;
	generation: number;
	/** File descriptor of the log. */
	log: number;
}

/** Milliseconds that an application may take until it listens. */
const startDeadline = 30_000;
/** After this long without an end the count of crashes begins anew. */
const healthyAfter = 30_000;
const mostCrashes = 5;

/**
 * The runner's state machine: one application at a time on a socket that stays. The record is
 * written at every step, for those who look.
 */
export class DevelopmentServer {
	readonly #options: DevelopmentServerOptions;
	readonly #record: ServerRecord;
	/** Resolves when everything has ended and the port is free. */
	readonly stopped: Promise<void>;
	#hasStopped!: () => void;
	readonly #processes = new Set<ApplicationProcess>();
	#socket!: HeldSocket;
	#current: ApplicationProcess | undefined;
	#control: {path: string; close(): Promise<void>} | undefined;
	#watcher: {close(): Promise<void>} | undefined;
	#timer: NodeJS.Timeout | undefined;
	#crashesInRow = 0;
	#hasSettled = false;
	#refusal: CommandError | undefined;
	#settled: (() => void)[] = [];
	#stopping: Promise<void> | undefined;

	constructor(options: DevelopmentServerOptions) {
		this.#options = options;
		this.stopped = new Promise(resolve => {
			this.#hasStopped = resolve;
		});
		this.#record = newServerRecord(options);
	}

	/**
	 * @returns when the application runs, or answers with why it cannot
	 * @throws CommandError when this server cannot be: its port is taken, say
	 */
	async start(): Promise<void> {
		const {root, host, port, reload} = this.#options;
		this.#control = await serveControl(root, request => this.#obey(request));
		this.#record.socket = this.#control.path;
		this.#socket = await holdSocket(host, port);
		this.#verifyNotStopped();
		const {url, port: bound, handle} = this.#socket;
		this.#record.listen = {host, port: bound, url, held: handle !== undefined};
		const application = this.#fork();
		this.#become('starting');
		if (reload) {
			this.#watcher = await watchSources(root, files => this.#reload(files));
			this.#verifyNotStopped();
			this.#say('Watching for file changes');
		}
		if (this.#current === application && !this.#stopping) this.#order(application);
		await this.#untilSettled();
		if (this.#refusal) throw this.#refusal;
	}

	/** @throws CommandError when somebody has stopped this server while it began */
	#verifyNotStopped(): void {
		if (!this.#stopping) return;
		void this.#watcher?.close();
		this.#socket.close();
		throw new CommandError('The server was stopped while it started.', {code: 'server-stopped'});
	}

	/** Drains, ends every process, frees the port. Asked twice it is the same stop. */
	stop(by?: string): Promise<void> {
		this.#stopping ??= this.#stop(by);
		return this.#stopping;
	}

	async #stop(by: string | undefined): Promise<void> {
		clearTimeout(this.#timer);
		this.#become('stopping');
		await this.#watcher?.close();
		for (const process of this.#processes) void process.retire();
		await Promise.all([...this.#processes].map(({gone}) => gone));
		this.#socket?.close();
		await this.#verifyPortIsFree();
		this.#say(by === undefined ? 'Server stopped.' : `Server stopped by ${by}.`);
		this.#become('stopped');
		this.#hasStopped();
	}

	/** Takes no more commands; resolves when the last answer is delivered. */
	async closeControl(): Promise<void> {
		await this.#control?.close();
	}

	async #verifyPortIsFree(): Promise<void> {
		if (!this.#socket) return;
		const {host, port} = this.#socket;
		if (await isPortFree(host, port)) return;
		this.#say((await portInUse(host, port)).message);
	}

	async #obey({command, runId, by}: ControlRequest): Promise<ControlAnswer> {
		const record = this.#record;
		if (command === 'status') return {ok: true, record};
		if (runId !== record.runId) return {ok: false, code: 'stale'};
		const operator = sanitise(by, {colour: false}).slice(0, 64);
		record.lastAction = {command, by: operator, at: new Date().toISOString()};
		if (command === 'restart') {
			this.#say(`Restarted by ${operator}.`);
			await this.#replace();
			await this.#untilSettled();
			return {ok: true, record};
		}
		if (command !== 'stop') return {ok: false, code: 'unknown-command'};
		await this.stop(operator);
		return {ok: true, record};
	}

	#reload(files: string[]): void {
		const areTemplates = files.every(file => file.endsWith('.html'));
		if (areTemplates && this.#current?.readsTemplates) return;
		const names = files.map(file => path.relative(this.#options.root, file));
		const more = names.length > 1 ? ` and ${names.length - 1} more` : '';
		this.#say(`${names[0]}${more} changed, reloading.`);
		this.#crashesInRow = 0;
		void this.#replace();
	}

	/**
	 * The next process is forked while the old one leaves, and gets its order when the old one takes no
	 * more connections. One that still waits for its order will read the changed files anyway.
	 */
	async #replace(): Promise<void> {
		if (this.#stopping) return;
		clearTimeout(this.#timer);
		const old = this.#current;
		if (old?.phase === 'waiting') return;
		const next = this.#fork();
		this.#record.restarts++;
		this.#become(this.#record.state === 'running' ? 'reloading' : 'starting');
		await old?.retire();
		if (this.#current === next && !this.#stopping) this.#order(next);
	}

	#fork(): ApplicationProcess {
		const {root, log, environment} = this.#options;
		const application: ApplicationProcess = new ApplicationProcess(root, log, environment, {
			listening: () => this.#isRunning(),
			failed: failure => this.#hasFailed(failure),
			ended: exit => application === this.#current && this.#hasEnded(application, exit),
		});
		this.#current = application;
		this.#processes.add(application);
		void application.gone.then(() => {
			this.#processes.delete(application);
			this.#write();
		});
		return application;
	}

	#order(application: ApplicationProcess, failure?: Failure): void {
		const {root} = this.#options;
		const {host, port, url, handle} = this.#socket;
		const wasStarting = failure === undefined;
		application.obey({root, listen: {host, port, url}, failure}, handle);
		if (wasStarting) this.#timer = setTimeout(() => this.#giveUp(application), startDeadline);
	}

	#isRunning(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			this.#crashesInRow = 0;
		}, healthyAfter);
		this.#become('running');
		this.#settle();
	}

	/** The application's process answers with the failure itself. */
	async #hasFailed(failure: Failure): Promise<void> {
		clearTimeout(this.#timer);
		if (!this.#hasSettled) this.#refusal = await this.#refusalFor(failure);
		this.#crash({reason: failure.message, file: failure.file, line: failure.line});
	}

	/** What is no matter of the sources, so that waiting for the next save would not help. */
	async #refusalFor({code, message, hint}: Failure): Promise<CommandError | undefined> {
		const {host, port} = this.#socket;
		if (code === 'EADDRINUSE') return portInUse(host, port);
		if (code === 'production') return new CommandError(message, {code, hint});
		return undefined;
	}

	#hasEnded(application: ApplicationProcess, {code, signal, failure}: Exit): void {
		clearTimeout(this.#timer);
		if (this.#stopping || application.phase === 'failed') return;
		const how = signal ? `was killed by ${signal}` : `ended with exit code ${code}`;
		this.#say(`The application ${how}.`);
		const exit = {code, signal, reason: failure?.message ?? `The application ${how}.`};
		if (signal && application.phase === 'running' && this.#crashesInRow < mostCrashes) {
			this.#startAgain(exit);
			return;
		}
		this.#crash({...exit, file: failure?.file, line: failure?.line});
		this.#order(this.#fork(), failure ?? {message: exit.reason});
		this.#write();
	}

	/** Killed from outside (out of memory, a crash of the engine): tried again, slower each time. */
	#startAgain(exit: {code: number | null; signal: string | null; reason: string}): void {
		const delay = Math.min(8000, 250 * 2 ** this.#crashesInRow++);
		this.#record.lastExit = {at: new Date().toISOString(), ...exit};
		this.#current = undefined;
		this.#become('starting');
		this.#timer = setTimeout(() => void this.#replace(), delay);
	}

	#giveUp(application: ApplicationProcess): void {
		if (application !== this.#current || this.#stopping) return;
		const reason = `The application did not start within ${startDeadline / 1000} seconds.`;
		this.#say(reason);
		void application.retire();
		this.#crash({reason});
		this.#order(this.#fork(), {message: reason});
		this.#write();
	}

	#crash(exit: Omit<NonNullable<ServerRecord['lastExit']>, 'at'>): void {
		this.#record.lastExit = {at: new Date().toISOString(), ...exit};
		this.#become('crashed');
		this.#settle();
	}

	#settle(): void {
		this.#hasSettled = true;
		for (const resolve of this.#settled.splice(0)) resolve();
	}

	/** Until the application runs or has crashed; at once when it does. */
	#untilSettled(): Promise<void> {
		const {state} = this.#record;
		if (state === 'running' || state === 'crashed' || state === 'stopped') return Promise.resolve();
		return new Promise(resolve => this.#settled.push(resolve));
	}

	#become(state: ServerRecord['state']): void {
		this.#record.state = state;
		this.#write();
		if (state === 'stopped') this.#settle();
	}

	/** The record is only what is drawn: a full disk must not end a server. */
	#write(): void {
		this.#record.children = [...this.#processes].map(({identity}) => identity);
		try {
			writeServerRecord(this.#options.root, this.#record);
		} catch {
			// The old record is still there.
		}
	}

	#say(line: string): void {
		try {
			writeSync(this.#options.log, `${line}\n`);
		} catch {
			// The disk is full; the server goes on.
		}
	}
}
