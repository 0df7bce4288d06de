import assert from 'node:assert/strict';
import test from 'node:test';
import {networkOf} from '../../../source/contrib/auth/networks.ts';

test('an address in any notation belongs to its /24 or /64 network', () => {
	for (const [address, network] of [
		['203.0.113.7', '203.0.113.0/24'],
		['::ffff:203.0.113.7', '203.0.113.0/24'],
		['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
		['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
		['2001:db8::9', '2001:db8:0:0::/64'],
		['::1', '0:0:0:0::/64'],
		['fe80::1%eth0', 'fe80:0:0:0::/64'],
		['', 'unknown'],
		['junk', 'unknown'],
	] as const) {
		assert.equal(networkOf(address), network);
	}
});
