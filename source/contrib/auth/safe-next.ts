/** Unvalidated `next` if that page is on this site; undefined if it may lead to another one. */
export function safeNext(next: unknown, host: string): string | undefined {
	if (typeof next !== 'string' || next.length > 2048) return undefined;
	if (!next.startsWith('/') || next.startsWith('//')) return undefined;
	// Browsers remove tabs and line breaks, and treat a backslash as a slash.
	if (/[\u0000-\u0020\u007F-\u009F\\\u2028\u2029]/.test(next)) return undefined;
	const origin = `http://${host}`;
	if (!URL.canParse(next, origin)) return undefined;
	const url = new URL(next, origin);
	// `/..//evil.com` resolves to `//evil.com`, which would be a host when resolved again.
	if (url.host !== new URL(origin).host || url.pathname.startsWith('//')) return undefined;
	return next;
}
