import {
	type AnyOrm,
	connectionOf,
	connectWith,
	copyOf,
	openSqliteFile,
	passwordIn,
} from '../mikro-orm/connection.ts';
import {isSqliteFile} from '../project/database/address.ts';
import {dialectOf} from '../project/database/dialect.ts';
import type {DatabaseAccess} from '../project/database-access.ts';

/** Connects through the caller's ORM, which the caller closes. */
export function callerAccess(orm: AnyOrm): DatabaseAccess {
	return {
		/** A database in memory, and PGlite, are only reachable through the ORM; for others we open our own connection. */
		async connect({settings}) {
			const {driver, name} = settings.database;
			const dialect = dialectOf({settings});
			if (name === ':memory:' || driver === 'pglite') return {dialect, ...connectionOf(orm)};
			const dbName = isSqliteFile({settings}) ? {dbName: await openSqliteFile(orm)} : {};
			const config = copyOf(orm.config, {logger: () => {}, ...dbName});
			return {dialect, ...(await connectWith(config))};
		},
		async openOrm(_, {loaded = new Map()} = {}) {
			return {orm: keptOpen(orm), entities: loaded, isPartial: true};
		},
		password: () => passwordIn(orm.config),
	};
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
