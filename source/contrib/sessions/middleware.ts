import {randomBytes} from 'node:crypto';
import session from 'koa-session';
import type {Middleware, Site} from '../../index.ts';
import {longestLife, sessionCookie} from './cookie.ts';
import {DatabaseStore} from './store.ts';

/** Gives every request a `session`. A visitor who puts nothing into it gets no cookie and no row. */
export default function sessions({application}: Site): Middleware {
	return session(
		{
			// The cookie's name depends on the request: sessionCookie reads and writes it.
			key: 'sessionid',
			externalKey: sessionCookie,
			maxAge: longestLife,
			httpOnly: true,
			sameSite: 'lax',
			signed: false,
			ContextStore: DatabaseStore,
			genid: () => randomBytes(32).toString('base64url'),
		},
		application,
	) as unknown as Middleware;
}
