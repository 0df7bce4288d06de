import {randomBytes} from 'node:crypto';
import session from 'koa-session';
import type {Middleware, Site} from '../../index.ts';
import {DatabaseStore} from './store.ts';

/** A session ends when its visitor was away for a day; in milliseconds. */
const longestAbsence = 24 * 60 * 60 * 1000;

/** Gives every request a `session`. A visitor who puts nothing into it gets no cookie and no row. */
export default function sessions({application}: Site): Middleware {
	return session(
		{
			key: 'sessionid',
			maxAge: longestAbsence,
			renew: true,
			httpOnly: true,
			sameSite: 'lax',
			ContextStore: DatabaseStore,
			genid: () => randomBytes(32).toString('base64url'),
		},
		application,
	) as unknown as Middleware;
}
