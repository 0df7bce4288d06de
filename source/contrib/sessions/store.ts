import {createHash} from 'node:crypto';
import type {EntityManager} from '@mikro-orm/core';
import type {Context} from '../../index.ts';
import {absoluteTimeout, sessionCookie} from './cookie.ts';
import {Session} from './entities.ts';

/** Milliseconds without a request after which a session ends: one day. */
const idleTimeout = 24 * 60 * 60_000;

/** How much the clocks of a site's machines may differ, in milliseconds. */
const clockTolerance = 5 * 60_000;

/** Milliseconds between two extensions of a session, to save writes. */
const extensionInterval = 5 * 60_000;

/** Stores sessions in the database. koa-session creates one for each request. */
export class DatabaseStore {
	readonly #context: Context;
	/** The row that this request has read. If it is deleted meanwhile, it must not come back. */
	#loadedKey: string | undefined;

	constructor(context: Context) {
		this.#context = context;
	}

	/** A session from the future, of a clock that was ahead, counts as expired: it would outlive its limits. */
	async get(id: string): Promise<object | undefined> {
		const key = sessionKey(id);
		const now = Date.now();
		const row = await this.#em.findOne(Session, {
			key,
			expiresAt: {$gt: new Date(now), $lte: new Date(now + idleTimeout + clockTolerance)},
			createdAt: {$gt: new Date(now - absoluteTimeout), $lte: new Date(now + clockTolerance)},
		});
		if (!row) return undefined;
		this.#loadedKey = key;
		const expiresAt = new Date(now + idleTimeout);
		if (expiresAt.getTime() - row.expiresAt.getTime() > extensionInterval) {
			await this.#em.nativeUpdate(Session, {key}, {expiresAt});
		}
		return JSON.parse(row.data);
	}

	async set(id: string, values: object): Promise<void> {
		const key = sessionKey(id);
		const now = new Date();
		const expiresAt = new Date(now.getTime() + idleTimeout);
		const row = {data: JSON.stringify(values), expiresAt};
		if (key === this.#loadedKey) {
			await this.#em.nativeUpdate(Session, {key}, row);
			return;
		}
		await this.#em.insert(Session, {key, createdAt: now, ...row});
		this.#loadedKey = key;
		await removeExpiredSessions(this.#em);
	}

	async destroy(id: string): Promise<void> {
		await this.#em.nativeDelete(Session, {key: sessionKey(id)});
		sessionCookie.remove(this.#context);
	}

	/** A fork, so that saving a session does not flush a view's changes. */
	get #em() {
		return this.#context.em.fork();
	}
}

/** The table holds hashes, so that reading it does not let anyone in. */
function sessionKey(id: string): string {
	return createHash('sha256').update(id).digest('hex');
}

/** Deletes all expired sessions, those from the future included. @returns how many */
export async function removeExpiredSessions(em: EntityManager): Promise<number> {
	const now = Date.now();
	return em.nativeDelete(Session, {
		$or: [
			{expiresAt: {$lt: new Date(now)}},
			{expiresAt: {$gt: new Date(now + idleTimeout + clockTolerance)}},
			{createdAt: {$lt: new Date(now - absoluteTimeout)}},
			{createdAt: {$gt: new Date(now + clockTolerance)}},
		],
	});
}
