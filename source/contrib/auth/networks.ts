import {isIPv6} from 'node:net';

/** The network that a provider's customer usually has: /24 for IPv4, /64 for IPv6, or `unknown`. */
export function networkOf(address: string): string {
	const ipv4 = /^(?:::ffff:)?(\d+\.\d+\.\d+)\.\d+$/i.exec(address)?.[1];
	if (ipv4) return `${ipv4}.0/24`;
	if (!isIPv6(address)) return 'unknown';
	return `${groupsOf(address.replace(/%.*$/, '')).slice(0, 4).join(':')}::/64`;
}

/** All eight groups of an IPv6 address, even if it is abbreviated. */
function groupsOf(address: string): string[] {
	const [before = '', after] = address.split('::');
	const left = before.split(':').filter(Boolean);
	const right = (after ?? '').split(':').filter(Boolean);
	const zeros = after === undefined ? 0 : 8 - left.length - right.length;
	return [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right].map(group =>
		Number.parseInt(group, 16).toString(16),
	);
}
