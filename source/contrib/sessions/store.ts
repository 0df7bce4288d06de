import {createHash} from 'node:crypto';
import type {EntityManager} from '@mikro-orm/core';
import type {Context} from '../../index.ts';
import {longestLife, sessionCookie} from './cookie.ts';
import {Session} from './entities.ts';

/** A session ends when its visitor was away for a day; in milliseconds. */
const longestAbsence = 24 * 60 * 60_000;

/** A visitor who is busy is noted no more often than this; in milliseconds. */
const noteEvery = 5 * 60_000;

/** Keeps one request's session, as koa-session wants it: made anew for every request. */
export class DatabaseStore {
	readonly #context: Context;
	/** The key of the row that this request has seen. A row that is gone must not come back. */
	#seen: string | undefined;

	constructor(context: Context) {
		this.#context = context;
	}

	async get(id: string): Promise<object | undefined> {
		const key = keyOf(id);
		const now = Date.now();
		const row = await this.#em.findOne(Session, {
			key,
			expiresAt: {$gt: new Date(now)},
			createdAt: {$gt: new Date(now - longestLife)},
		});
		if (!row) return undefined;
		this.#seen = key;
		const expiresAt = new Date(now + longestAbsence);
		if (expiresAt.getTime() - row.expiresAt.getTime() > noteEvery) {
			await this.#em.nativeUpdate(Session, {key}, {expiresAt});
		}
		return JSON.parse(row.data);
	}

	async set(id: string, values: object): Promise<void> {
		const key = keyOf(id);
		const now = new Date();
		const expiresAt = new Date(now.getTime() + longestAbsence);
		const row = {data: JSON.stringify(values), expiresAt};
		if (key === this.#seen) {
			await this.#em.nativeUpdate(Session, {key}, row);
			return;
		}
		await this.#em.insert(Session, {key, createdAt: now, ...row});
		this.#seen = key;
		await removeExpiredSessions(this.#em);
	}

	async destroy(id: string): Promise<void> {
		await this.#em.nativeDelete(Session, {key: keyOf(id)});
		sessionCookie.remove(this.#context);
	}

	/** A fork: what a view has not flushed is not the session's to write. */
	get #em() {
		return this.#context.em.fork();
	}
}

function keyOf(id: string): string {
	return createHash('sha256').update(id).digest('hex');
}

/** @returns how many */
export async function removeExpiredSessions(em: EntityManager): Promise<number> {
	const now = Date.now();
	return em.nativeDelete(Session, {
		$or: [{expiresAt: {$lt: new Date(now)}}, {createdAt: {$lt: new Date(now - longestLife)}}],
	});
}
