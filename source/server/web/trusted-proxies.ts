import {BlockList, isIP} from 'node:net';
import type {Middleware} from '../../project/apps/middleware.ts';

/**
 * Takes a visitor's address and scheme from the headers of proxies that the settings trust. Headers
 * from anyone else are ignored. `X-Forwarded-Host` is never read.
 * @param networks addresses, and networks as `10.0.0.0/8`
 */
export function trustProxies(networks: string[]): Middleware {
	const isTrusted = within(networks);
	return (context, next) => {
		const {request} = context;
		const peer = context.req.socket.remoteAddress ?? '';
		request.ip = peer;
		if (!isTrusted(peer)) return next();
		request.ip = visitorBehind(peer, context.get('X-Forwarded-For'), isTrusted);
		const scheme = context.get('X-Forwarded-Proto').split(',').pop()!.trim().toLowerCase();
		if (scheme === 'https') Object.defineProperty(request, 'protocol', {value: scheme});
		return next();
	};
}

/** Each proxy appends its client's address: the rightmost one that is not a proxy is the visitor. */
function visitorBehind(
	peer: string,
	forwarded: string,
	isTrusted: (ip: string) => boolean,
): string {
	let visitor = peer;
	for (const hop of forwarded.split(',').reverse()) {
		const address = hop.trim();
		if (isIP(address) === 0) break;
		visitor = address;
		if (!isTrusted(address)) break;
	}
	return visitor;
}

function within(networks: string[]): (address: string) => boolean {
	const list = new BlockList();
	for (const network of networks) {
		const [address = '', bits] = network.split('/');
		const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
		if (bits === undefined) list.addAddress(address, family);
		else list.addSubnet(address, Number(bits), family);
	}
	return address => {
		const ip = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
		const version = isIP(ip);
		return version !== 0 && list.check(ip, version === 6 ? 'ipv6' : 'ipv4');
	};
}
