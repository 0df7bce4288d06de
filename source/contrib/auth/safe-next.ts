/**
 * The page that a visitor wanted before the login, when it is one of this site.
 * @param next as the visitor sent it: anything
 * @returns `next` itself, unchanged, or undefined
 */
export function safeNext(next: unknown, host: string): string | undefined {
	if (typeof next !== 'string' || next.length > 2048) return undefined;
	if (!next.startsWith('/') || next.startsWith('//')) return undefined;
	// Browsers drop tabs and line ends, and read a backslash as a slash.
	if (/[\u0000-\u0020\u007F-\u009F\\\u2028\u2029]/.test(next)) return undefined;
	const origin = `http://${host}`;
	if (!URL.canParse(next, origin)) return undefined;
	const url = new URL(next, origin);
	// `/..//evil.com` resolves to `//evil.com`, which a second resolving would take for a host.
	if (url.host !== new URL(origin).host || url.pathname.startsWith('//')) return undefined;
	return next;
}
