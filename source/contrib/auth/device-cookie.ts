import {createHmac, randomBytes, timingSafeEqual} from 'node:crypto';
import type {Context, CurrentUser} from '../../index.ts';

/** Milliseconds for which a browser is known after a login: 90 days. */
const lifetime = 90 * 24 * 60 * 60_000;

/** How much the clocks of a site's machines may differ, in milliseconds. */
const clockTolerance = 5 * 60_000;

/** Users who share a browser; the last ones count. */
const most = 5;

/** When it expires, an id, and a signature that is right for one user only. */
const form = /^([0-9a-z]{1,9})\.([\w-]{22})\.([\w-]{43})$/;

/**
 * The id of the device cookie that a browser got when this user logged in with it. It lets nobody in: its
 * failures are counted by themselves.
 * @param user undefined if nobody has the name; the check then takes the same time
 * @returns undefined if there is none, or the password has been changed since
 */
export function deviceOf(context: Context, user: CurrentUser | undefined): string | undefined {
	const ids = tokensOf(context).filter(token => isOf(context, user, token));
	return user && ids[0]?.split('.')[1];
}

/** Gives the visitor's browser a new device cookie for this user, and keeps those of others. */
export function rememberDevice(context: Context, user: CurrentUser): void {
	const expires = (Date.now() + lifetime).toString(36);
	const id = randomBytes(16).toString('base64url');
	const token = `${expires}.${id}.${signature(`${expires}.${id}`, user, context.settings.secretKey)}`;
	const others = tokensOf(context).filter(other => !isOf(context, user, other));
	const value = [token, ...others].slice(0, most).join('~');
	context.append(
		'Set-Cookie',
		`${cookieName(context)}=${value}; Path=/; Max-Age=${lifetime / 1000}; HttpOnly; SameSite=Lax${isSecure(context) ? '; Secure' : ''}`,
	);
}

function tokensOf(context: Context): string[] {
	const value = context.cookies.get(cookieName(context), {signed: false}) ?? '';
	return value.split('~', most).filter(token => form.test(token));
}

function isOf({settings}: Context, user: CurrentUser | undefined, token: string): boolean {
	const [, expires = '', id, given = ''] = form.exec(token)!;
	const left = Number.parseInt(expires, 36) - Date.now();
	const isCurrent = left > 0 && left <= lifetime + clockTolerance;
	const isSigned = [settings.secretKey, ...settings.secretKeyFallbacks]
		.map(key => Buffer.from(signature(`${expires}.${id}`, user, key)))
		.some(expected => timingSafeEqual(Buffer.from(given), expected));
	return isSigned && isCurrent;
}

/** Of a new password as well, a cookie from before is worth nothing. */
function signature(text: string, user: CurrentUser | undefined, secretKey: string): string {
	return createHmac('sha256', secretKey)
		.update(`quarterdeck.device.v1:${text}:${user?.id}:${user?.password}`)
		.digest('base64url');
}

/** In production always, even if the proxy that speaks https is not trusted. */
function isSecure({secure, settings}: Context): boolean {
	return secure || settings.environment === 'production';
}

/** Browsers accept a secure `__Host-` cookie from this host only. */
function cookieName(context: Context): string {
	return isSecure(context) ? '__Host-deviceid' : 'deviceid';
}
