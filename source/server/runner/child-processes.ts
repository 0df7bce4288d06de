import {type EndableProcess, signalProcess} from '../../system/end-processes.ts';
import type {ProcessIdentity} from '../../system/process-identity.ts';
import {ApplicationProcess} from './application-process.ts';
import {WarmSpare} from './warm-spare.ts';

export interface ChildProcessesOptions {
	root: string;
	environment: NodeJS.ProcessEnv;
	/** Keep a spare process that has already loaded the packages. */
	spare: boolean;
	/** The current file descriptor of the log. */
	log: () => number;
	/** A process started or exited. */
	changed: () => void;
}

/** All processes this server has started, and the programs they have started. */
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

	/** For the state file: the processes the next server must end if this one cannot. */
	get identities(): EndableProcess[] {
		return [
			...[...this.#processes].map(({identity}) => identity),
			...[...this.#sessions.values()].map(session => ({...session, session: true as const})),
		];
	}

	/** The spare if it is still usable, else a new process. */
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

	/** Waits a moment, so that the application's first responses do not compete with the spare. */
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

	addSession(child: ApplicationProcess, session: ProcessIdentity): void {
		this.#sessions.set(child, session);
		this.#options.changed();
	}

	/** Resolves when no other application process accepts connections. */
	async othersClosed(child: ApplicationProcess): Promise<void> {
		await Promise.all(this.#leaving(child).map(other => other.retire()));
	}

	async endAll(): Promise<void> {
		this.discardSpare();
		for (const child of this.#processes) void child.retire();
		await Promise.all([...this.#processes].map(({gone}) => gone));
	}

	#leaving(child: ApplicationProcess): ApplicationProcess[] {
		return [...this.#processes].filter(other => other !== child && other.phase === 'leaving');
	}

	/** A killed child could not end the programs it had started. */
	#endSessionOf(child: ApplicationProcess): void {
		const session = this.#sessions.get(child);
		if (session) signalProcess({...session, session: true}, 'SIGKILL');
		this.#sessions.delete(child);
	}
}
