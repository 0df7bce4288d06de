import {createHmac, randomBytes, timingSafeEqual} from 'node:crypto';
import type {Middleware} from '../../project/apps/middleware.ts';
import type {Context, View} from '../../project/apps/routes.ts';
import type {CompleteSettings} from '../../project/settings/settings.ts';
import {html} from '../pages/html.ts';
import {showCsrfFailure} from '../pages/plain.ts';
import {isCsrfExempt} from './csrf-exemption.ts';
import {Refusal} from './refusal.ts';

const fieldName = 'csrfToken';
const headerName = 'X-CSRF-Token';
const safeMethods = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];

/** Gives templates `csrfInput` for their forms, and `csrfToken` for the header that a script sends. */
export const csrfTokens: Middleware = (context, next) => {
	context.templateValues.csrfToken = {toString: () => issueToken(context)};
	context.templateValues.csrfInput = {
		get html() {
			return html`<input type="hidden" name="${fieldName}" value="${issueToken(context)}">`.html;
		},
	};
	return next();
};

/**
 * Refuses what another site makes a visitor's browser send. A request that changes something must
 * come from this host, and bring the token of this visitor's session (or, before there is one, of a
 * cookie) in its form or in a header.
 */
export function protectedFromCsrf(view: View): View {
	if (isCsrfExempt(view)) return view;
	return (context, next) => {
		if (!safeMethods.includes(context.method)) {
			verifyOrigin(context);
			verifyToken(context);
		}
		return view(context, next);
	};
}

function refusal(reason: string): Refusal {
	return new Refusal(403, reason, (context, forDeveloper) =>
		showCsrfFailure(context, forDeveloper ? reason : undefined),
	);
}

/** Browsers say where a request comes from; programs do not, and have nobody's cookies either. */
function verifyOrigin(context: Context): void {
	const origin = context.get('Origin');
	const site = context.get('Sec-Fetch-Site');
	const referer = context.get('Referer');
	// A page that sends no Referer sends `Origin: null` as well, but cannot choose the other header.
	if (origin && !(origin === 'null' && site === 'same-origin')) {
		if (isOurs(origin, context)) return;
		throw refusal(`Origin checking failed - ${origin} is not this site.`);
	}
	if (site) {
		if (site === 'same-origin') return;
		throw refusal(`Origin checking failed - the request is ${site}.`);
	}
	if (referer ? !isOurs(referer, context) : context.secure) {
		throw refusal('Referer checking failed - no Referer, or one of another site.');
	}
}

/** Behind a proxy that we do not trust, a browser's `https` arrives here as `http`. */
function isOurs(url: string, {host, secure}: Context): boolean {
	if (!URL.canParse(url)) return false;
	const {protocol, host: theirs} = new URL(url);
	const isRightScheme = protocol === 'https:' || (protocol === 'http:' && !secure);
	return isRightScheme && theirs === host.toLowerCase();
}

function verifyToken(context: Context): void {
	const visitor = visitorOf(context);
	if (visitor === undefined) throw refusal('CSRF cookie not set.');
	const {body} = context.request as {body?: unknown};
	const field = (body as Record<string, unknown> | null | undefined)?.[fieldName];
	const given = context.get(headerName) || field;
	if (typeof given !== 'string' || given === '') throw refusal('CSRF token missing.');
	const token = unmask(given);
	const right = keysOf(context.settings).some(key => equal(token, tokenOf(visitor, key)));
	if (!right) throw refusal('CSRF token incorrect.');
}

function issueToken(context: Context): string {
	let visitor = visitorOf(context);
	if (visitor === undefined) {
		const id = randomBytes(32).toString('base64url');
		context.cookies.set(cookieName(context), id, {
			httpOnly: true,
			sameSite: 'lax',
			overwrite: true,
		});
		context.state.csrfVisitor = id;
		visitor = `visitor:${id}`;
	}
	context.vary('Cookie');
	return mask(tokenOf(visitor, context.settings.secretKey));
}

/** Whom a token belongs to; it changes at login, with the session's id. */
function visitorOf(context: Context): string | undefined {
	const {session, cookies, state} = context;
	const stored = session && (!session.isNew || Object.keys(session).some(isValue));
	if (stored) return `session:${session.externalKey}`;
	const id = state.csrfVisitor ?? cookies.get(cookieName(context));
	return id ? `visitor:${id}` : undefined;
}

/** On https, one that no other host of the domain can plant. */
function cookieName({secure}: Context): string {
	return secure ? '__Host-csrf' : 'csrf';
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
