import type {Context} from '../../index.ts';

/** Milliseconds after its creation until a session ends, even if it is in use: 14 days. */
export const absoluteTimeout = 14 * 24 * 60 * 60_000;

/** The cookie with the session's id. The id is random, so the cookie needs no signature. */
export const sessionCookie = {
	get(context: Context): string {
		return context.cookies.get(cookieName(context), {signed: false}) ?? '';
	},

	set(context: Context, id: string): void {
		context.cookies.set(cookieName(context), id, {
			httpOnly: true,
			sameSite: 'lax',
			signed: false,
			overwrite: true,
			maxAge: absoluteTimeout,
		});
	},

	/** Koa makes a cookie without a value expire at once. */
	remove(context: Context): void {
		sessionCookie.set(context, '');
	},
};

/** On https, browsers accept a `__Host-` cookie from this host only. */
function cookieName({secure}: Context): string {
	return secure ? '__Host-sessionid' : 'sessionid';
}
