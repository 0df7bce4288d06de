import type {Context} from '../../index.ts';

/** Milliseconds after its creation until a session ends, even if it is in use: 14 days. */
export const absoluteTimeout = 14 * 24 * 60 * 60_000;

/** On https, browsers accept a `__Host-` cookie from this host only. */
function cookieName({secure}: Context): string {
	return secure ? '__Host-sessionid' : 'sessionid';
}

/** The cookie with the session's id. The id is random, so the cookie needs no signature. */
export const sessionCookie = {
	get(context: Context): string {
		return context.cookies.get(cookieName(context), {signed: false}) ?? '';
	},

	set(context: Context, id: string): void {
		write(context, id);
	},

	remove(context: Context): void {
		write(context, '');
	},
};

/** Koa makes a cookie without a value expire at once. */
function write(context: Context, value: string): void {
	context.cookies.set(cookieName(context), value, {
		httpOnly: true,
		sameSite: 'lax',
		signed: false,
		overwrite: true,
		maxAge: absoluteTimeout,
	});
}
