import {isIP} from 'node:net';

/** In bits: an address or a provider's customer, then what contains it. */
const widths = {4: [32, 24, 16], 6: [64, 56, 48, 32]};

/**
 * The networks that contain an address, the narrowest first.
 * @returns `203.0.113.7/32`, `203.0.113.0/24`, `203.0.0.0/16`, or the /64, /56, /48 and /32 of an IPv6
 * address; `unknown` alone if it is no address
 */
export function networksOf(address: string): string[] {
	const text = address.replace(/%.*$/, '');
	const version = isIP(text);
	if (version === 4) return widths[4].map(bits => ipv4Network(text.split('.').map(Number), bits));
	if (version !== 6) return ['unknown'];
	const groups = groupsOf(text);
	const [high = 0, low = 0] = groups.slice(6);
	if (groups.slice(0, 6).join() === '0,0,0,0,0,65535') {
		const bytes = [high >> 8, high & 0xff, low >> 8, low & 0xff];
		return widths[4].map(bits => ipv4Network(bytes, bits));
	}
	return widths[6].map(bits => ipv6Network(groups, bits));
}

function ipv4Network(bytes: number[], bits: number): string {
	return `${bytes.map((byte, index) => masked(byte, 8, bits - index * 8)).join('.')}/${bits}`;
}

function ipv6Network(groups: number[], bits: number): string {
	const kept = groups.slice(0, Math.ceil(bits / 16));
	const hex = kept.map((group, index) => masked(group, 16, bits - index * 16).toString(16));
	return `${hex.join(':')}::/${bits}`;
}

/** A part of an address with its first bits only. */
function masked(part: number, size: number, bits: number): number {
	const cleared = Math.min(size, Math.max(0, size - bits));
	return (part >> cleared) << cleared;
}

/** All eight groups of an IPv6 address, even if it is abbreviated or ends like an IPv4 address. */
function groupsOf(address: string): number[] {
	const hex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes) => {
		const [a, b, c, d] = bytes.slice(0, 4).map(Number) as [number, number, number, number];
		return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
	});
	const [before = '', after] = hex.split('::');
	const left = before.split(':').filter(Boolean);
	const right = (after ?? '').split(':').filter(Boolean);
	const zeros = after === undefined ? 0 : 8 - left.length - right.length;
	return [...left, ...Array<string>(zeros).fill('0'), ...right].map(group =>
		Number.parseInt(group, 16),
	);
}
