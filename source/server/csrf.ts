import {createHmac, randomBytes, timingSafeEqual} from 'node:crypto';
import type {Context} from '../project/routes.ts';
import type {CompleteSettings} from '../project/settings.ts';
import {html} from './html.ts';

const cookieName = 'csrf';
const fieldName = 'csrfToken';
const headerName = 'X-CSRF-Token';
const safeMethods = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];

/** Koa answers it with 403; `reason` is for the developer alone. */
export class CsrfFailure extends Error {
	readonly status = 403;
	readonly reason: string;

	constructor(reason: string) {
		super('CSRF verification failed. Request aborted.');
		this.reason = reason;
	}
}

/**
 * Refuses what another site makes a visitor's browser send. A request that changes something must
 * come from this host, and bring the token of this visitor's session (or, before there is one, of a
 * cookie) in its form or in a header. Templates get `csrfInput` and `csrfToken`.
 */
export async function verifyCsrf(context: Context, next: () => Promise<unknown>): Promise<unknown> {
	context.templateValues.csrfToken = {toString: () => issueToken(context)};
	context.templateValues.csrfInput = {
		get html() {
			return html`<input type="hidden" name="${fieldName}" value="${issueToken(context)}">`.html;
		},
	};
	if (!safeMethods.includes(context.method)) {
		verifyOrigin(context);
		verifyToken(context);
	}
	return next();
}

/** Browsers say where a request comes from; programs do not, and have nobody's cookies either. */
function verifyOrigin(context: Context): void {
	const origin = context.get('Origin');
	const site = context.get('Sec-Fetch-Site');
	const referer = context.get('Referer');
	// A page that sends no Referer sends `Origin: null` as well, but cannot choose the other header.
	if (origin && !(origin === 'null' && site === 'same-origin')) {
		if (hostOf(origin) === context.host.toLowerCase()) return;
		throw new CsrfFailure(`Origin checking failed - ${origin} is not this site.`);
	}
	if (site) {
		if (site === 'same-origin') return;
		throw new CsrfFailure(`Origin checking failed - the request is ${site}.`);
	}
	if (referer ? hostOf(referer) !== context.host.toLowerCase() : context.secure) {
		throw new CsrfFailure('Referer checking failed - no Referer, or one of another site.');
	}
}

/** Without the scheme: behind a proxy that ends TLS, a browser's `https` arrives here as `http`. */
function hostOf(url: string): string | undefined {
	return URL.canParse(url) && /^https?:/.test(url) ? new URL(url).host : undefined;
}

function verifyToken(context: Context): void {
	const visitor = visitorOf(context);
	if (visitor === undefined) throw new CsrfFailure('CSRF cookie not set.');
	const {body} = context.request as {body?: unknown};
	const field = (body as Record<string, unknown> | null | undefined)?.[fieldName];
	const given = context.get(headerName) || field;
	if (typeof given !== 'string' || given === '') throw new CsrfFailure('CSRF token missing.');
	const token = unmask(given);
	const right = keysOf(context.settings).some(key => equal(token, tokenOf(visitor, key)));
	if (!right) throw new CsrfFailure('CSRF token incorrect.');
}

function issueToken(context: Context): string {
	let visitor = visitorOf(context);
	if (visitor === undefined) {
		const id = randomBytes(32).toString('base64url');
		context.cookies.set(cookieName, id, {httpOnly: true, sameSite: 'lax', overwrite: true});
		context.state.csrfVisitor = id;
		visitor = `visitor:${id}`;
	}
	context.vary('Cookie');
	return mask(tokenOf(visitor, context.settings.secretKey));
}

/** Whom a token belongs to; it changes at login, with the session's id. */
function visitorOf({session, cookies, state}: Context): string | undefined {
	const stored = session && (!session.isNew || Object.keys(session).some(isValue));
	if (stored) return `session:${session.externalKey}`;
	const id = state.csrfVisitor ?? cookies.get(cookieName);
	return id ? `visitor:${id}` : undefined;
}

function isValue(name: string): boolean {
	return name !== 'isNew' && !name.startsWith('_');
}

function keysOf({secretKey, secretKeyFallbacks}: CompleteSettings): string[] {
	return [secretKey, ...secretKeyFallbacks];
}

function tokenOf(visitor: string, key: string): Buffer {
	return createHmac('sha256', key).update(`quarterdeck.csrf.v1:${visitor}`).digest();
}

/** Another text each time, so that a compressed page does not give it away letter by letter. */
function mask(token: Buffer): string {
	const pad = randomBytes(token.length);
	return Buffer.concat([pad, xor(pad, token)]).toString('base64url');
}

function unmask(given: string): Buffer {
	const bytes = Buffer.from(given, 'base64url');
	const half = bytes.length >> 1;
	return xor(bytes.subarray(0, half), bytes.subarray(half));
}

function xor(a: Buffer, b: Buffer): Buffer {
	return Buffer.from(a.map((byte, index) => byte ^ (b[index] ?? 0)));
}

function equal(a: Buffer, b: Buffer): boolean {
	return a.length === b.length && timingSafeEqual(a, b);
}
