import {randomBytes} from 'node:crypto';
import {settingsFor} from '../migrations/rehearse/server-copy.ts';
import {databaseAddress} from '../project/database/address.ts';
import type {Database, Query} from '../project/database/database.ts';
import {connectDatabase} from '../project/open/connect-database.ts';
import type {Project} from '../project/project.ts';
import {type Place, projectAt} from './database.ts';

/** What differs between the kinds of servers. */
export interface Kind {
	/** A database to connect to that is always there; empty where none is needed. */
	home: string;
	/** Its row has `yes`: whether this session has got the lock of a name, which ends with the session. */
	lock: string;
	/** The `name` of each database. */
	list: string;
	/** Drops one, though somebody is connected to it. */
	drop(name: string): string;
	/** The `name` that a connection is to. */
	current: string;
}

const servers = new Map<string, Promise<TestServer>>();

/**
 * Makes and drops databases beside the project's. The names of those of one process begin with the same prefix, whose
 * lock the process holds as long as it lives.
 */
export class TestServer {
	readonly query: Query;
	readonly #kind: Kind;
	readonly #prefix: string;
	#count = 0;

	private constructor(query: Query, kind: Kind, prefix: string) {
		this.query = query;
		this.#kind = kind;
		this.#prefix = prefix;
	}

	/** That of this process. @throws CommandError `database-unreachable` */
	static of(project: Project, kind: Kind): Promise<TestServer> {
		const key = JSON.stringify(project.settings.database);
		if (!servers.has(key)) servers.set(key, TestServer.#connect(project, kind));
		return servers.get(key)!;
	}

	static async #connect(project: Project, kind: Kind): Promise<TestServer> {
		const settings = settingsFor(project, kind.home);
		const database = (await connectDatabase(projectAt(project, {settings})))!;
		const query = unreferenced(database);
		const base = `test_${databaseAddress(project).name.replace(/\W/g, '').slice(0, 30).toLowerCase()}`;
		const prefix = `${base}_${randomBytes(4).toString('hex')}`;
		await query(kind.lock, [prefix]);
		const server = new TestServer(query, kind, prefix);
		await server.#dropLeftovers(new RegExp(`^(${base}_[0-9a-f]{8})_\\d+$`));
		process.once('beforeExit', async () => {
			await server.#dropAll();
			await database.close();
		});
		return server;
	}

	/** Of a database that does not exist yet. */
	newPlace(project: Project): Place & {name: string} {
		const name = `${this.#prefix}_${++this.#count}`;
		return {
			name,
			// MikroORM would make a database that it does not find.
			settings: {...settingsFor(project, name), options: {ensureDatabase: false}},
			isAt: async query => (await query(this.#kind.current))[0]?.name === name,
		};
	}

	async drop({name}: {name: string}): Promise<void> {
		await this.query(this.#kind.drop(name));
	}

	/** Of processes that were killed: nobody holds their lock. */
	async #dropLeftovers(form: RegExp): Promise<void> {
		for (const {name} of await this.query(this.#kind.list)) {
			const prefix = form.exec(name)?.[1];
			if (!prefix || prefix === this.#prefix) continue;
			const [row] = await this.query(this.#kind.lock, [prefix]);
			if (Number(row?.yes) === 1) await this.drop({name});
		}
	}

	async #dropAll(): Promise<void> {
		for (const {name} of await this.query(this.#kind.list))
			if (name.startsWith(`${this.#prefix}_`)) await this.drop({name});
	}
}

/** Keeps the process only while it is asked something. */
function unreferenced({query, hold}: Database): Query {
	let asked = 0;
	hold?.(false);
	return async (...words) => {
		hold?.(++asked > 0);
		try {
			return await query(...words);
		} finally {
			hold?.(--asked > 0);
		}
	};
}
