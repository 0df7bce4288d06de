import type {RehearsedStatement} from '../../runs/events.ts';
import {type Engine, queryIn} from '../engine/engine.ts';

const changesRows = /^\s*(?:insert|update|delete|replace|merge|with)\b/i;

/** Measures each statement that an engine sends, from the call to the answer. */
export class Stopwatch {
	/** Sends as the engine that it was given. */
	readonly engine: Engine;
	#expected: string | undefined;
	#statements: RehearsedStatement[] = [];

	constructor(engine: Engine) {
		const {connection} = engine;
		const execute: Engine['connection']['execute'] = async (sql, values, method, transaction) => {
			if (method !== 'run' || sql !== this.#expected)
				return connection.execute(sql, values, method, transaction);
			const started = performance.now();
			const answer = await connection.execute(sql, values, method, transaction);
			const milliseconds = performance.now() - started;
			const rows = changesRows.test(sql) ? await rowsOf(engine, answer, transaction) : undefined;
			this.#keep({sql, milliseconds, ...(rows !== undefined && {rows})});
			return answer;
		};
		const timed = replacing(connection, {execute});
		this.engine = replacing(engine, {connection: timed});
	}

	/** To be called before a statement is sent. */
	expect(sql: string): void {
		this.#expected = sql;
		this.#statements.push({sql, milliseconds: 0});
	}

	/** Those of a migration that has ended, in their order. */
	take(): RehearsedStatement[] {
		this.#expected = undefined;
		return this.#statements.splice(0);
	}

	/** A statement that waited for a lock is sent again: the last time counts. */
	#keep(statement: RehearsedStatement): void {
		this.#statements[this.#statements.length - 1] = statement;
	}
}

/** The same object with other members. Methods keep their own `this`, as they have private fields. */
function replacing<T extends object>(target: T, members: Partial<T>): T {
	return new Proxy(target, {
		get(_, key) {
			if (key in members) return members[key as keyof T];
			const value = Reflect.get(target, key);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}

/** MikroORM gives the number with the answer; SQLite's driver is asked for it. */
async function rowsOf(
	engine: Engine,
	answer: any,
	transaction: unknown,
): Promise<number | undefined> {
	if (typeof answer?.affectedRows === 'number') return answer.affectedRows;
	if (engine.driverName !== 'sqlite') return undefined;
	const [row] = await queryIn(engine, transaction)('select changes() as rows');
	return Number(row!.rows);
}
