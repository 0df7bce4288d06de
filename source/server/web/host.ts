import type {Context} from '../../project/apps/routes.ts';
import {showPlainPage, showUnknownHost} from '../pages/plain.ts';
import {Refusal} from './refusal.ts';

const local = ['localhost', '.localhost', '127.0.0.1', '[::1]'];
const form = /^(\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)\.?(?::(\d{1,5}))?$/;

/**
 * Refuses requests for other hosts, against DNS rebinding: another site can point its name at this
 * machine and would then read what only the developer may see.
 * @param allowed `.example.com` includes its subdomains, `*` allows any
 * @param options.production without localhost, unless it is among those that are allowed
 */
export function verifyHost(allowed: string[], {production = false} = {}) {
	const all = production ? allowed : [...local, ...allowed];
	const patterns = all.map(pattern => pattern.toLowerCase());
	return (context: Context, next: () => Promise<unknown>): Promise<unknown> => {
		const {rawHeaders, url = ''} = context.req;
		const sent = rawHeaders.filter((name, index) => index % 2 === 0 && /^host$/i.test(name));
		const isKnown = isAmong(context.get('Host'), patterns);
		if (isKnown && sent.length === 1 && url.startsWith('/')) return next();
		throw refusal(context.get('Host'));
	};
}

function refusal(host: string): Refusal {
	return new Refusal(400, `unknown host ${host}`, (context, forDeveloper) => {
		if (forDeveloper) showUnknownHost(context, host);
		else showPlainPage(context, 400);
	});
}

/** Whether a Host header names this machine itself, and not another name that resolves to it. */
export function isLocalName(host: string): boolean {
	return isAmong(host, local);
}

function isAmong(host: string, patterns: string[]): boolean {
	const name = form.exec(host.toLowerCase())?.[1];
	if (name === undefined) return false;
	return patterns.some(pattern => {
		if (pattern === '*' || name === pattern) return true;
		return pattern.startsWith('.') && (name.endsWith(pattern) || name === pattern.slice(1));
	});
}
