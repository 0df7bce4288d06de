import {CommandError} from '../../errors/command-error.ts';
import {Interest} from '../../project/watch/interest.ts';
import {type Address, addressText, urlOf} from '../control/address.ts';
import {serveControl} from '../control/control-socket.ts';
import type {Inspect} from '../control/inspect.ts';
import type {Chosen} from '../control/messages.ts';
import {isPortFree, portInUse} from '../control/port-owner.ts';
import type {ServerRecord} from '../control/server-state.ts';
import {verifyBindable, verifyInspectable} from './bind-failure.ts';
import {ChildProcesses} from './child-processes.ts';
import {Handover} from './handover.ts';
import {runOperatorCommand} from './operator-commands.ts';
import {RecordWriter} from './record-writer.ts';
import {reloadOnSave} from './reload-on-save.ts';
import type {ServerLog} from './server-log.ts';
import {SocketPool} from './socket-pool.ts';

export interface DevelopmentServerOptions extends Required<Address> {
	root: string;
	/** Whether the port was given explicitly. If not, the user's application may choose its own. */
	isChosen: boolean;
	/** The host as typed; undefined if the port comes from the settings. */
	typed?: {host?: string};
	/** Where debuggers attach to the application. Port 0 means any free port, the same after a reload. */
	inspect?: Inspect;
	/** The address of the previous run. */
	lastAddress?: string;
	/** Whether that port must be free before anything is started. */
	needsPort: boolean;
	/** The host was given explicitly. */
	isHostGiven: boolean;
	operator: string;
	/** Reload when a source changes. */
	reload: boolean;
	spare: boolean;
	/** The application's environment, from before any `.env` was read. */
	environment: NodeJS.ProcessEnv;
	runId: string;
	generation: number;
	log: ServerLog;
}

/** Holds the port, takes commands, watches the sources, and shuts everything down in order. */
export class DevelopmentServer {
	readonly #stopped = Promise.withResolvers<void>();
	/** Resolves when all processes have exited and the port is free. */
	readonly stopped = this.#stopped.promise;
	readonly #options: DevelopmentServerOptions;
	readonly #writer: RecordWriter;
	readonly #children: ChildProcesses;
	readonly #sockets = new SocketPool();
	#handover: Handover | undefined;
	#control: {path: string; close(): Promise<void>} | undefined;
	#watcher: {close(): Promise<void>} | undefined;
	#stopping: Promise<void> | undefined;

	constructor(options: DevelopmentServerOptions) {
		this.#options = options;
		const {root, log, environment, spare, runId} = options;
		this.#children = new ChildProcesses({
			...{root, runId, environment, spare},
			changed: () => this.#writer.write(),
			log: () => log.descriptor,
		});
		this.#writer = new RecordWriter(root, options, () => this.#children.identities);
		this.record.address = options.lastAddress;
	}

	get record(): ServerRecord {
		return this.#writer.record;
	}

	/**
	 * @returns once the application runs, or answers with the reason it cannot
	 * @throws CommandError when there can be no server, for example because the port is taken
	 */
	async start(): Promise<void> {
		const {root, log} = this.#options;
		this.#control = await serveControl(root, request => runOperatorCommand(request, this));
		this.record.socket = this.#control.path;
		log.keepBelowLimit(reason => {
			log.say(reason);
			this.#handover?.replace(true);
		});
		log.onFailure(failure => this.#writer.setLogFailure(failure));
		const {address, chosen} = await this.#verifyPort();
		const inspect = await verifyInspectable(this.#options.inspect);
		this.#verifyNotStopped();
		const interest = new Interest(root);
		const handover = new Handover({
			...{root, address, chosen, inspect},
			...{children: this.#children, sockets: this.#sockets, writer: this.#writer},
			interest,
			say: line => log.say(line),
			logFailed: reason => log.hasFailed(reason),
		});
		this.#handover = handover;
		const orderFirst = handover.begin();
		this.#writer.setState('starting');
		if (this.#options.reload) {
			this.#watcher = await reloadOnSave(interest, log, handover);
			this.#verifyNotStopped();
			log.say('Watching for file changes');
		}
		orderFirst();
		await this.#writer.untilSettled();
		await handover.refusal.verifyNone();
	}

	/** Port 0 becomes a free one. */
	async #verifyPort(): Promise<{address: Required<Address>; chosen?: Chosen}> {
		const {host, port, needsPort, typed, isChosen, isHostGiven} = this.#options;
		this.record.address = undefined;
		if (!needsPort) return {address: {host, port}};
		const bindable = await verifyBindable(host, port);
		this.record.address = typed && addressText({...typed, port: bindable.port});
		const address = {host, port: bindable.port};
		this.record.listen = {...address, url: urlOf(address)};
		return {address, ...(isChosen && {chosen: {...bindable, isHostGiven}})};
	}

	/** @throws CommandError `server-stopped` if an operator stopped the server while it started */
	#verifyNotStopped(): void {
		if (!this.#stopping) return;
		void this.#watcher?.close();
		this.#sockets.releaseAll();
		throw new CommandError('The server was stopped while it started.', {code: 'server-stopped'});
	}

	async restart(by: string): Promise<void> {
		const {log} = this.#options;
		log.say(`Restarted by ${by}.`);
		this.#handover?.replaceAfresh(log.rotate());
		await this.#writer.untilSettled();
	}

	/**
	 * Drains, ends every process and frees the port. A second call returns the same promise.
	 * @param isSaid the log already says why it stops
	 */
	stop(by?: string, {isSaid = false} = {}): Promise<void> {
		this.#stopping ??= this.#stop(by, isSaid);
		return this.#stopping;
	}

	async #stop(by: string | undefined, isSaid: boolean): Promise<void> {
		const {log} = this.#options;
		this.#handover?.end();
		this.#writer.setState('stopping');
		log.close();
		await this.#watcher?.close();
		await this.#children.endAll();
		this.#sockets.releaseAll();
		await this.#verifyPortIsFree();
		if (!isSaid) log.say(by === undefined ? 'Server stopped.' : `Server stopped by ${by}.`);
		this.#writer.setState('stopped');
		this.#stopped.resolve();
	}

	async #verifyPortIsFree(): Promise<void> {
		const {host, port, url} = this.record.listen;
		if (url === '' || (await isPortFree(host, port))) return;
		this.#options.log.say((await portInUse(host, port)).message);
	}

	/** Accepts no more commands; resolves when the last answer is delivered. */
	async closeControl(): Promise<void> {
		await this.#control?.close();
	}
}
