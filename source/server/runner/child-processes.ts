import {joinGroup, makeGroup, removeGroup} from '../../system/control-group.ts';
import {type EndableProcess, endProcesses, signalProcess} from '../../system/end-processes.ts';
import {endKin, type Kin, kinOf} from '../../system/kin.ts';
import {hasChildren, listeningSockets, openFilesOf} from '../../system/proc.ts';
import type {ProcessIdentity} from '../../system/process-identity.ts';
import {groupBeginning, markedWith, markOf, markVariable} from '../control/application-mark.ts';
import {ApplicationProcess} from './application-process.ts';
import {WarmSpare} from './warm-spare.ts';

export interface ChildProcessesOptions {
	root: string;
	/** Of this run of the server. */
	runId: string;
	environment: NodeJS.ProcessEnv;
	/** Keep a spare process that has already loaded the packages. */
	spare: boolean;
	/** The current file descriptor of the log. */
	log: () => number;
	/** A process started or exited. */
	changed: () => void;
}

/** Milliseconds between TERM and KILL for what an application has started. */
const timeout = 1000;

/** All processes this server has started, and the programs they have started. */
export class ChildProcesses {
	readonly #options: ChildProcessesOptions;
	readonly #processes = new Set<ApplicationProcess>();
	readonly #sessions = new Map<ApplicationProcess, ProcessIdentity>();
	readonly #kin = new Map<ApplicationProcess, Kin>();
	readonly #ending = new Set<Promise<void>>();
	#forks = 0;
	readonly #spare: WarmSpare;
	#preparing: NodeJS.Timeout | undefined;

	constructor(options: ChildProcessesOptions) {
		this.#options = options;
		this.#spare = new WarmSpare(options.root);
	}

	/** For the state file: the processes the next server must end if this one cannot. */
	get identities(): EndableProcess[] {
		return [
			...[...this.#processes].map(child => {
				const [group] = this.#kin.get(child)?.groups ?? [];
				return {...child.identity, ...(group && {group})};
			}),
			...[...this.#sessions.values()].map(session => ({...session, session: true as const})),
		];
	}

	/** The spare if it is still usable, else a new process. */
	next(): ApplicationProcess {
		clearTimeout(this.#preparing);
		return this.#spare.take() ?? this.fork();
	}

	fork(): ApplicationProcess {
		const {root, runId, environment, log, changed} = this.#options;
		const mark = markOf(root, runId, ++this.#forks);
		const child = new ApplicationProcess(root, log(), {...environment, [markVariable]: mark});
		const leader = child.identity;
		const group = groupWith(leader.pid, groupBeginning + mark);
		this.#processes.add(child);
		// Without a pid, nothing was started that could have started anything.
		if (leader.pid > 1)
			this.#kin.set(child, {...markedWith(mark), leader, groups: group ? [group] : []});
		child.onLeaving = () => this.#remember(child);
		void child.gone.then(() => {
			this.#processes.delete(child);
			this.#endSessionOf(child);
			changed();
			const ending = this.#endKinOf(child).finally(() => this.#ending.delete(ending));
			this.#ending.add(ending);
		});
		return child;
	}

	/**
	 * Ends what a process has started and what listens on a port, which the next application may want.
	 * @returns undefined where there is nothing to wait for
	 */
	freePortsOf(child: ApplicationProcess): Promise<unknown> | undefined {
		const kin = this.#kin.get(child);
		// A command has its own time to finish.
		if (!kin || this.#sessions.has(child) || !hasChildren(child.identity.pid)) return undefined;
		// Those of which this process has a copy are handed on.
		const ours = new Set(openFilesOf(process.pid));
		const sockets = listeningSockets().map(({socket}) => socket);
		const listening = new Set(sockets.filter(socket => !ours.has(socket)));
		const holders = kinOf(kin).filter(({pid}) =>
			openFilesOf(pid).some(file => listening.has(file)),
		);
		return holders.length > 0 ? endProcesses(holders, timeout) : undefined;
	}

	/** Once it is gone, nobody knows whose children these are. */
	#remember(child: ApplicationProcess): void {
		const kin = this.#kin.get(child);
		if (!kin || !hasChildren(child.identity.pid)) return;
		this.#kin.set(child, {...kin, known: [...(kin.known ?? []), ...kinOf(kin)]});
	}

	async #endKinOf(child: ApplicationProcess): Promise<void> {
		const kin = this.#kin.get(child);
		if (!kin) return;
		await endKin(kin, timeout);
		for (const group of kin.groups ?? []) removeGroup(group);
		this.#kin.delete(child);
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
		await Promise.all(this.#ending);
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

/** @returns the group that the process is in now; undefined where there can be none */
function groupWith(pid: number, name: string): string | undefined {
	const group = pid > 0 ? makeGroup(name) : undefined;
	if (group === undefined || joinGroup(group, pid)) return group;
	removeGroup(group);
	return undefined;
}
