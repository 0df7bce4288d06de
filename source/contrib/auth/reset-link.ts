import {createHmac, timingSafeEqual} from 'node:crypto';
import type {CompleteSettings} from '../../index.ts';
import type {User} from './user/user.ts';

/** Milliseconds for which a link is good: a day. */
const lifetime = 24 * 60 * 60_000;

/** How much the clocks of a site's machines may differ, in milliseconds. */
const clockTolerance = 5 * 60_000;

/** When it expires, and a signature. */
const form = /^([0-9a-z]{8,9})-([\w-]{43})$/;

type Keys = Pick<CompleteSettings, 'secretKey' | 'secretKeyFallbacks'>;

/**
 * The token of a link that sets a new password once: it is worth nothing after the password, the e-mail
 * address or the last login have changed.
 */
export function resetToken(user: User, {secretKey}: Keys): string {
	const expires = (Date.now() + lifetime).toString(36);
	return `${expires}-${signature(expires, user, secretKey)}`;
}

/** @param user undefined if there is none */
export function isResetToken(token: string, user: User | undefined, keys: Keys): boolean {
	const [, expires = '', given = ''] = form.exec(token) ?? [];
	const left = Number.parseInt(expires, 36) - Date.now();
	if (!user || !(left > 0 && left <= lifetime + clockTolerance)) return false;
	return [keys.secretKey, ...keys.secretKeyFallbacks].some(key =>
		timingSafeEqual(Buffer.from(given), Buffer.from(signature(expires, user, key))),
	);
}

function signature(expires: string, user: User, secretKey: string): string {
	const {id, password, email, lastLogin} = user;
	const state = JSON.stringify([expires, id, password, email, lastLogin?.getTime()]);
	return createHmac('sha256', secretKey)
		.update(`quarterdeck.password-reset.v1:${state}`)
		.digest('base64url');
}
