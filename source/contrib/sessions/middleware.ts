import {randomBytes} from 'node:crypto';
import session from 'koa-session';
import type {Middleware, Site} from '../../index.ts';
import {absoluteTimeout, sessionCookie} from './cookie.ts';
import {DatabaseStore} from './store.ts';

/** Gives every request a `session`. As long as it is empty, there is no cookie and no row. */
export default function sessions({application}: Site): Middleware {
	return session(
		{
			// Not used: sessionCookie chooses the cookie's name for each request.
			key: 'sessionid',
			externalKey: sessionCookie,
			maxAge: absoluteTimeout,
			httpOnly: true,
			sameSite: 'lax',
			signed: false,
			ContextStore: DatabaseStore,
			genid: () => randomBytes(32).toString('base64url'),
		},
		application,
	) as unknown as Middleware;
}
