import path from 'node:path';
import {CommandError, isCommandError} from '../errors.ts';
import {watchSources} from '../project/reloader.ts';
import {sanitise} from '../terminal/sanitise.ts';
import {type Address, urlOf} from './address.ts';
import type {ApplicationProcess, Exit, Listeners} from './application-process.ts';
import {Children} from './children.ts';
import {type ControlAnswer, type ControlRequest, serveControl} from './control-socket.ts';
import {CrashCount} from './crash-count.ts';
import {type Failure, failureOfExit} from './failure.ts';
import {HeldSockets} from './held-sockets.ts';
import type {Answer, Listening, Question} from './messages.ts';
import {isPortFree, portInUse} from './port-owner.ts';
import {RecordKeeper} from './record-keeper.ts';
import type {ServerLog} from './server-log.ts';

export interface DevelopmentServerOptions {
	root: string;
	host: string;
	port: number;
	/** The port was asked for; else an application of the user's may choose its own. */
	isChosen: boolean;
	/** Take the port before anything is started. */
	holdsPort: boolean;
	operator: string;
	/** Watch the sources. */
	reload: boolean;
	spare: boolean;
	/** What the application's process gets, as it was before any `.env` was read. */
	environment: NodeJS.ProcessEnv;
	runId: string;
	generation: number;
	log: ServerLog;
}

/** Milliseconds: until it is said that an application does not listen, and until it is given up. */
const patience = {notice: 10_000, start: 30_000};

/**
 * The runner's state machine: one application at a time on sockets that stay. The record is
 * written at every step, for those who look.
 */
export class DevelopmentServer {
	readonly #options: DevelopmentServerOptions;
	/** Resolves when everything has ended and the port is free. */
	readonly stopped: Promise<void>;
	#hasStopped!: () => void;
	readonly #keeper: RecordKeeper;
	readonly #children: Children;
	readonly #sockets = new HeldSockets();
	readonly #crashes = new CrashCount();
	readonly #timers = new Set<NodeJS.Timeout>();
	#address: Required<Address>;
	#current: ApplicationProcess | undefined;
	#control: {path: string; close(): Promise<void>} | undefined;
	#watcher: {close(): Promise<void>} | undefined;
	#refusal: CommandError | undefined;
	#stopping: Promise<void> | undefined;

	constructor(options: DevelopmentServerOptions) {
		this.#options = options;
		const {root, host, port, log, environment, spare} = options;
		this.stopped = new Promise(resolve => {
			this.#hasStopped = resolve;
		});
		this.#keeper = new RecordKeeper(root, options);
		this.#address = {host, port};
		const changed = () => this.#noteChildren();
		this.#children = new Children({
			...{root, environment, spare, changed},
			log: () => log.descriptor,
		});
	}

	/**
	 * @returns when the application runs, or answers with why it cannot
	 * @throws CommandError when this server cannot be: its port is taken, say
	 */
	async start(): Promise<void> {
		const {root, reload, log} = this.#options;
		this.#control = await serveControl(root, request => this.#obey(request));
		this.#keeper.record.socket = this.#control.path;
		await this.#takePort();
		this.#verifyNotStopped();
		const application = this.#children.fork();
		this.#current = application;
		this.#become('starting');
		log.keepBelowLimit(() => this.#swapForLog());
		if (reload) {
			this.#watcher = await watchSources(root, files => this.#reload(files), {
				notice: text => log.say(text),
			});
			this.#verifyNotStopped();
			log.say('Watching for file changes');
		}
		if (this.#current === application && !this.#stopping) this.#order(application);
		await this.#keeper.untilSettled();
		if (this.#refusal) throw this.#refusal;
	}

	async #takePort(): Promise<void> {
		const {host, port, holdsPort} = this.#options;
		if (!holdsPort) return;
		const bound = await this.#sockets.hold({host, port, nth: 0});
		this.#address = {host, port: bound.port};
		const held = bound.handle !== undefined;
		this.#keeper.record.listen = {...this.#address, url: urlOf(this.#address), held};
	}

	/** @throws CommandError when somebody has stopped this server while it began */
	#verifyNotStopped(): void {
		if (!this.#stopping) return;
		void this.#watcher?.close();
		this.#sockets.releaseAllBut(undefined);
		throw new CommandError('The server was stopped while it started.', {code: 'server-stopped'});
	}

	/** Drains, ends every process, frees the port. Asked twice it is the same stop. */
	stop(by?: string): Promise<void> {
		this.#stopping ??= this.#stop(by);
		return this.#stopping;
	}

	async #stop(by: string | undefined): Promise<void> {
		this.#clearTimers();
		this.#become('stopping');
		this.#options.log.close();
		await this.#watcher?.close();
		await this.#children.endAll();
		this.#sockets.releaseAllBut(undefined);
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
		const {host, port, url} = this.#keeper.record.listen;
		if (url === '' || (await isPortFree(host, port))) return;
		this.#say((await portInUse(host, port)).message);
	}

	async #obey({command, runId, by}: ControlRequest): Promise<ControlAnswer> {
		const {record} = this.#keeper;
		if (command === 'status') return {ok: true, record};
		if (runId !== record.runId) return {ok: false, code: 'stale'};
		const operator = sanitise(by, {colour: false}).slice(0, 64);
		record.lastAction = {command, by: operator, at: new Date().toISOString()};
		if (command === 'restart') {
			this.#say(`Restarted by ${operator}.`);
			this.#crashes.forget();
			this.#replace();
			await this.#keeper.untilSettled();
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
		this.#crashes.forget();
		this.#replace();
	}

	#swapForLog(): void {
		this.#say('The log has reached its limit (log.maxBytes) and goes on in a new file.');
		this.#replace(true);
	}

	/**
	 * The next process reads the changed files while the old one leaves, and listens when the old one
	 * takes no more connections. One that still waits for its order will read them anyway.
	 */
	#replace(hasNewLog = this.#options.log.rotate()): void {
		if (this.#stopping) return;
		this.#clearTimers();
		const old = this.#current;
		if (old?.phase === 'waiting') return;
		// A spare writes to the file that was the log when it was forked.
		if (hasNewLog) this.#children.discardSpare();
		const next = this.#children.next();
		this.#current = next;
		this.#keeper.record.restarts++;
		void old?.retire();
		this.#order(next);
		this.#become(this.#keeper.record.state === 'running' ? 'reloading' : 'starting');
	}

	#order(application: ApplicationProcess, failure?: Failure): void {
		const {root, isChosen} = this.#options;
		const order = {root, listen: this.#address, isChosen, failure};
		application.obey(order, this.#listenersOf(application));
		if (failure) return;
		this.#after(patience.notice, () =>
			this.#say('The application does not listen yet. It is given 20 more seconds.'),
		);
		this.#after(patience.start, () => this.#giveUp(application));
	}

	#listenersOf(application: ApplicationProcess): Listeners {
		const ifCurrent = (act: () => void) => {
			if (application === this.#current && !this.#stopping) act();
		};
		return {
			listening: at => ifCurrent(() => this.#isRunning(application, at)),
			failed: failure => ifCurrent(() => void this.#hasFailed(failure)),
			ended: exit => ifCurrent(() => void this.#hasEnded(application, exit)),
			killed: () => this.#say('The application did not leave within 3 seconds and was killed.'),
			asked: question => this.#answer(application, question),
			spawned: session => this.#children.noteSession(application, session),
		};
	}

	/** Sockets are given to an application once those before it take no more connections. */
	async #answer(
		application: ApplicationProcess,
		question: Question,
	): ReturnType<Listeners['asked']> {
		if (question.what === 'release') {
			await this.#children.othersGone(application);
			this.#sockets.releaseAllBut(undefined);
			return {};
		}
		await this.#children.othersClosed(application);
		try {
			const {handle} = await this.#sockets.hold(question, application);
			return {handle};
		} catch (error) {
			if (!isCommandError(error)) throw error;
			this.#refusal = error;
			return {refusal: refusalOf(error)};
		}
	}

	#isRunning(application: ApplicationProcess, {host, port, isSecure}: Listening): void {
		this.#clearTimers();
		this.#refusal = undefined;
		this.#address = {host, port};
		const url = urlOf({host, port, isSecure});
		this.#keeper.record.listen = {host, port, url, held: this.#sockets.isHeld(port)};
		this.#become('running');
		this.#crashes.forgetWhenHealthy();
		this.#children.prepareSpare(application.packages);
		this.#after(2000, () => this.#sockets.releaseAllBut(application));
	}

	/** The application's process answers with the failure itself. */
	async #hasFailed(failure: Failure): Promise<void> {
		this.#clearTimers();
		this.#refuseIfHopeless(failure);
		this.#crash({reason: failure.message, file: failure.file, line: failure.line});
	}

	/** What is no matter of the sources, so that waiting for the next save would not help. */
	#refuseIfHopeless({code = '', message, hint}: Failure): void {
		const isOfSettings = code === 'production' || code === 'no-server';
		if (this.#keeper.hasSettled) this.#refusal = undefined;
		else if (isOfSettings) this.#refusal = new CommandError(message, {code, hint});
		else if (!bindFailures.has(code)) this.#refusal = undefined;
	}

	async #hasEnded(application: ApplicationProcess, exit: Exit): Promise<void> {
		this.#clearTimers();
		const {code, signal, failure} = exit;
		const {message} = failureOfExit('The application', code, signal);
		this.#say(message);
		const noted = {code, signal, reason: failure?.message ?? message};
		if (signal && application.phase === 'running' && this.#crashes.mayTryAgain) {
			this.#keeper.noteExit(noted);
			this.#current = undefined;
			this.#become('starting');
			this.#after(this.#crashes.count(), () => this.#replace());
			return;
		}
		if (application.phase === 'failed') return;
		if (failure) this.#refuseIfHopeless(failure);
		this.#answerWith(failure ?? {message: noted.reason});
		this.#crash({...noted, file: failure?.file, line: failure?.line});
	}

	#giveUp(application: ApplicationProcess): void {
		const reason = `The application did not listen within ${patience.start / 1000} seconds.`;
		this.#say(reason);
		void application.retire();
		this.#answerWith({message: reason});
		this.#crash({reason});
	}

	#answerWith(failure: Failure): void {
		this.#current = this.#children.fork();
		this.#order(this.#current, failure);
	}

	#crash(exit: Parameters<RecordKeeper['noteExit']>[0]): void {
		this.#keeper.noteExit(exit);
		this.#become('crashed');
	}

	#become(state: RecordKeeper['record']['state']): void {
		this.#keeper.record.children = this.#children.noted;
		this.#keeper.become(state);
	}

	#noteChildren(): void {
		this.#keeper.record.children = this.#children.noted;
		this.#keeper.write();
	}

	#after(milliseconds: number, act: () => void): void {
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			act();
		}, milliseconds);
		this.#timers.add(timer);
	}

	#clearTimers(): void {
		for (const timer of this.#timers) clearTimeout(timer);
		this.#timers.clear();
	}

	#say(line: string): void {
		this.#options.log.say(line);
	}
}

/** Our codes and the system's, which an application understands. */
const systemCodes: Record<string, string> = {
	'port-in-use': 'EADDRINUSE',
	'port-not-allowed': 'EACCES',
};
const bindFailures = new Set([...Object.values(systemCodes), 'EADDRNOTAVAIL']);

function refusalOf({code, message}: CommandError): NonNullable<Answer['refusal']> {
	return {code: systemCodes[code] ?? 'EADDRNOTAVAIL', message: `listen: ${message}`};
}
