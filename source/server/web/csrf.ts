import {createHmac, randomBytes, timingSafeEqual} from 'node:crypto';
import type {Middleware} from '../../project/apps/middleware.ts';
import type {Context, View} from '../../project/apps/routes.ts';
import {html} from '../pages/html.ts';
import {showCsrfFailure} from '../pages/plain.ts';
import {isCsrfExempt} from './csrf-exemption.ts';
import {Refusal} from './refusal.ts';

const fieldName = 'csrfToken';
const headerName = 'X-CSRF-Token';
const safeMethods = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];

/** The cookie that a request's answer sets. */
const newVisitors = new WeakMap<Context, string>();

/** Gives templates `csrfInput` for forms, and `csrfToken` for the header that scripts send. */
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
 * Refuses requests that another site makes a visitor's browser send. An unsafe request must come from
 * this host and carry the token of the visitor's session (before a login: of a cookie) in its form or
 * in a header.
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

/** Browsers send the origin of a request. Other programs do not, and carry nobody's cookies. */
function verifyOrigin(context: Context): void {
	const origin = context.get('Origin');
	const site = context.get('Sec-Fetch-Site');
	const referer = context.get('Referer');
	// A page that suppresses Referer also sends `Origin: null`, but it cannot set Sec-Fetch-Site.
	if (origin && !(origin === 'null' && site === 'same-origin')) {
		if (isOurs(origin, context)) return;
		throw refusal(`Origin checking failed - ${origin} is not this site.`);
	}
	if (site) {
		if (site === 'same-origin') return;
		throw refusal(`Origin checking failed - the request is ${site}.`);
	}
	if (referer ? !isOurs(referer, context) : context.secure) {
		throw refusal('Referer checking failed - no Referer, or the Referer of another site.');
	}
}

/** Behind an untrusted proxy, a browser's `https` arrives as `http`. */
function isOurs(url: string, {host, secure}: Context): boolean {
	if (!URL.canParse(url)) return false;
	const {protocol, host: theirs} = new URL(url);
	const isRightScheme = protocol === 'https:' || (protocol === 'http:' && !secure);
	return isRightScheme && theirs === host.toLowerCase();
}

function verifyToken(context: Context): void {
	const visitor = visitorOf(context);
	if (visitor === undefined) throw refusal('CSRF cookie not set.');
	const given = context.get(headerName) || context.request.body?.[fieldName];
	if (typeof given !== 'string' || given === '') throw refusal('CSRF token missing.');
	const token = unmask(given);
	const {secretKey, secretKeyFallbacks} = context.settings;
	const keys = [secretKey, ...secretKeyFallbacks];
	if (!keys.some(key => equal(token, tokenOf(visitor, key))))
		throw refusal('CSRF token incorrect.');
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
		newVisitors.set(context, id);
		visitor = `visitor:${id}`;
	}
	context.vary('Cookie');
	return mask(tokenOf(visitor, context.settings.secretKey));
}

/** What a token is bound to; it changes at login together with the session's id. */
function visitorOf(context: Context): string | undefined {
	const {session, cookies} = context;
	const stored = session && (!session.isNew || Object.keys(session).some(isValue));
	if (stored) return `session:${session.externalKey}`;
	const id = newVisitors.get(context) ?? cookies.get(cookieName(context));
	return id ? `visitor:${id}` : undefined;
}

/** On https, a cookie that no other host of the domain can set. */
function cookieName({secure}: Context): string {
	return secure ? '__Host-csrf' : 'csrf';
}

function isValue(name: string): boolean {
	return name !== 'isNew' && !name.startsWith('_');
}

function tokenOf(visitor: string, key: string): Buffer {
	return createHmac('sha256', key).update(`quarterdeck.csrf.v1:${visitor}`).digest();
}

/** Masked differently each time, so that a compressed page does not leak it (BREACH). */
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
