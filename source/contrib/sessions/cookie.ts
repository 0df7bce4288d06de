import type {Context} from '../../index.ts';

/** How long a session may live, whatever its visitor does: 14 days, in milliseconds. */
export const longestLife = 14 * 24 * 60 * 60_000;

/** On https, one that no other host of the domain can plant. */
function nameOn({secure}: Context): string {
	return secure ? '__Host-sessionid' : 'sessionid';
}

/** Where a visitor keeps the session's id. It is random, so a signature would prove nothing more. */
export const sessionCookie = {
	get(context: Context): string {
		return context.cookies.get(nameOn(context), {signed: false}) ?? '';
	},

	set(context: Context, id: string): void {
		write(context, id, longestLife);
	},

	remove(context: Context): void {
		write(context, '', 0);
	},
};

function write(context: Context, value: string, maxAge: number): void {
	context.cookies.set(nameOn(context), value, {
		httpOnly: true,
		sameSite: 'lax',
		signed: false,
		overwrite: true,
		...(maxAge > 0 ? {maxAge} : {expires: new Date(0)}),
	});
}
