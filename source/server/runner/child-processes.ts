import {type EndableProcess, signalProcess} from '../../system/end-processes.ts';
import type {ProcessIdentity} from '../../system/process-identity.ts';
import {ApplicationProcess} from './application-process.ts';
import {WarmSpare} from './warm-spare.ts';

export interface ChildProcessesOptions {
	root: string;
	environment: NodeJS.ProcessEnv;
	/** Keep a process ready that has loaded the packages. */
	spare: boolean;
	/** File descriptor of the log, as it then is. */
	log: () => number;
	/** A process has come or gone. */
	changed: () => void;
}

/** Every process that this server has started, and the programs that those have started. */
export class ChildProcesses {
	readonly #options: ChildProcessesOptions;
	readonly #processes = new Set<ApplicationProcess>();
	readonly #sessions = new Map<ApplicationProcess, ProcessIdentity>();
	readonly #spare: WarmSpare;
	#preparing: NodeJS.Timeout | undefined;

	constructor(options: ChildProcessesOptions) {
		this.#options = options;
		this.#spare = new WarmSpare(options.root);
	}

	/** For the state file: whom the next server must end if this one cannot. */
	get noted(): EndableProcess[] {
		return [
			...[...this.#processes].map(({identity}) => identity),
			...[...this.#sessions.values()].map(session => ({...session, session: true as const})),
		];
	}

	/** The spare, if there is one that can be trusted; else a process that has loaded nothing. */
	next(): ApplicationProcess {
		clearTimeout(this.#preparing);
		return this.#spare.take() ?? this.fork();
	}

	fork(): ApplicationProcess {
		const {root, environment, log, changed} = this.#options;
		const child = new ApplicationProcess(root, log(), environment);
		this.#processes.add(child);
		void child.gone.then(() => {
			this.#processes.delete(child);
			this.#endSessionOf(child);
			changed();
		});
		return child;
	}

	/** A moment after the application runs, so that its first answers have the machine for themselves. */
	prepareSpare(packages: string[]): void {
		clearTimeout(this.#preparing);
		if (!this.#options.spare) return;
		this.#preparing = setTimeout(() => {
			this.#spare.prepare(() => this.fork(), packages);
			this.#options.changed();
		}, 100);
	}

	discardSpare(): void {
		clearTimeout(this.#preparing);
		this.#spare.discard();
	}

	noteSession(child: ApplicationProcess, session: ProcessIdentity): void {
		this.#sessions.set(child, session);
		this.#options.changed();
	}

	/** Until no process but the given one takes connections; none of those that serve, that is. */
	async othersClosed(child: ApplicationProcess): Promise<void> {
		await Promise.all(this.#leaving(child).map(other => other.retire()));
	}

	async othersGone(child: ApplicationProcess): Promise<void> {
		await Promise.all(this.#leaving(child).map(({gone}) => gone));
	}

	async endAll(): Promise<void> {
		this.discardSpare();
		for (const child of this.#processes) void child.retire();
		await Promise.all([...this.#processes].map(({gone}) => gone));
	}

	#leaving(child: ApplicationProcess): ApplicationProcess[] {
		return [...this.#processes].filter(other => other !== child && other.phase === 'leaving');
	}

	/** A child that was killed could not end what it had started. */
	#endSessionOf(child: ApplicationProcess): void {
		const session = this.#sessions.get(child);
		if (session) signalProcess({...session, session: true}, 'SIGKILL');
		this.#sessions.delete(child);
	}
}
