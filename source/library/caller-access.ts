import {
	type AnyOrm,
	connectionOf,
	connectWith,
	copyOf,
	openSqliteFile,
	passwordIn,
} from '../mikro-orm/connection.ts';
import type {Database} from '../project/database/database.ts';
import type {DatabaseAccess, OpenOrm, OrmUse} from '../project/database-access.ts';
import type {Project} from '../project/project.ts';

/** Connects through the caller's ORM, which the caller closes. */
export class CallerAccess implements DatabaseAccess {
	readonly #orm: AnyOrm;

	constructor(orm: AnyOrm) {
		this.#orm = orm;
	}

	/** A database in memory is only reachable through the ORM; for others we open our own connection. */
	async connect({settings}: Project): Promise<Database> {
		const {driver: dialect, name} = settings.database;
		if (name === ':memory:') return {dialect, ...connectionOf(this.#orm)};
		const dbName = dialect === 'sqlite' ? {dbName: await openSqliteFile(this.#orm)} : {};
		const config = copyOf(this.#orm.config, {logger: () => {}, ...dbName});
		return {dialect, ...(await connectWith(config))};
	}

	async openOrm(_: Project, {loaded = new Map()}: OrmUse = {}): Promise<OpenOrm> {
		return {orm: keptOpen(this.#orm), entities: loaded, isPartial: true};
	}

	async password(): Promise<string | undefined> {
		return passwordIn(this.#orm.config);
	}

	isBare(): boolean {
		return false;
	}
}

/** The caller's ORM, with a `close` that does nothing. */
function keptOpen(orm: AnyOrm): AnyOrm {
	return new Proxy(orm, {
		get(target, key) {
			if (key === 'close') return async () => {};
			const value = Reflect.get(target, key, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
