import {messageOf} from '../../errors/command-error.ts';
import type {Database} from '../../project/database/database.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import {plural} from '../../words/plural.ts';
import {type Sessions, sessionsOf} from '../waiting/sessions.ts';

/** Milliseconds between two checks for sessions that wait. One that is seen twice has waited at least that long. */
const interval = 200;
/** Milliseconds between two looks at the replicas. */
const lagInterval = 2000;
/** Seconds that a replica may be behind. */
const tolerableLag = 5;

/** The load that a backfill puts on others: sessions that wait for its locks, and replicas that lag. */
export class Load {
	readonly #project: Project;
	readonly #sessions: Sessions | undefined;
	#database: Promise<Database | undefined> | undefined;
	#nextLook = 0;
	#lag: string | undefined;
	/** Why replicas are not looked at, until it was said. */
	#unknown: string | undefined;
	#asksForLag: boolean;

	/** @param sessions undefined where the database knows nothing of others */
	constructor(project: Project, sessions: Sessions | undefined) {
		this.#project = project;
		this.#sessions = sessions;
		this.#asksForLag = sessions?.lag !== undefined;
	}

	static async of(project: Project): Promise<Load> {
		return new Load(project, await sessionsOf(project.settings.database.driver));
	}

	/** Counts the sessions that wait for this one, until `stop` is called. That returns them in words. */
	watch(session: () => number | undefined): {stop(): string | undefined} {
		let before = 0;
		let longest = 0;
		let isLooking = false;
		const look = async () => {
			const own = session();
			if (isLooking || own === undefined) return;
			isLooking = true;
			try {
				const now = await this.#sessions!.waitersOf((await this.#connection())!.query, own);
				longest = Math.max(longest, Math.min(before, now));
				before = now;
			} catch {
				// Who cannot be seen is not waited for: each batch is short.
			}
			isLooking = false;
		};
		const timer = this.#sessions && setInterval(look, interval);
		return {
			stop: () => {
				clearInterval(timer);
				const verb = longest === 1 ? 'waits' : 'wait';
				return longest > 0 ? `${plural(longest, 'session')} that ${verb} for its locks` : undefined;
			},
		};
	}

	/** @returns the replicas, if they are too far behind */
	async lag(): Promise<string | undefined> {
		if (!this.#asksForLag || performance.now() < this.#nextLook) return this.#lag;
		this.#nextLook = performance.now() + lagInterval;
		try {
			const seconds = await this.#sessions!.lag!((await this.#connection())!.query);
			const isBehind = seconds !== null && seconds > tolerableLag;
			this.#lag = isBehind ? `a replica that is ${Math.round(seconds)} s behind` : undefined;
		} catch (error) {
			this.#asksForLag = false;
			this.#unknown = messageOf(error).split('\n')[0];
		}
		return this.#lag;
	}

	/** A sentence, once. */
	takeUnknown(): string | undefined {
		const reason = this.#unknown;
		this.#unknown = undefined;
		return reason && `How far replicas are behind cannot be seen: ${reason}.`;
	}

	async close(): Promise<void> {
		const database = await this.#database?.catch(() => undefined);
		await database?.close();
	}

	#connection(): Promise<Database | undefined> {
		this.#database ??= connectDatabase({...this.#project, cachedConnection: undefined});
		return this.#database;
	}
}
