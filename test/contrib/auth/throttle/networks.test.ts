import assert from 'node:assert/strict';
import test from 'node:test';
import {networksOf} from '../../../../source/contrib/auth/throttle/networks.ts';

test('an address in any notation belongs to its networks, the narrowest first', () => {
	const ipv4 = ['203.0.113.7/32', '203.0.113.0/24', '203.0.0.0/16'];
	for (const [address, networks] of [
		['203.0.113.7', ipv4],
		['::ffff:203.0.113.7', ipv4],
		['::FFFF:cb00:7107', ipv4],
		['0:0:0:0:0:ffff:203.0.113.7', ipv4],
		[
			'2001:db8:1:234:5:6:7:8',
			['2001:db8:1:234::/64', '2001:db8:1:200::/56', '2001:db8:1::/48', '2001:db8::/32'],
		],
		[
			'2001:0DB8:0001:0002::9',
			['2001:db8:1:2::/64', '2001:db8:1:0::/56', '2001:db8:1::/48', '2001:db8::/32'],
		],
		['2001:db8::9', ['2001:db8:0:0::/64', '2001:db8:0:0::/56', '2001:db8:0::/48', '2001:db8::/32']],
		['::1', ['0:0:0:0::/64', '0:0:0:0::/56', '0:0:0::/48', '0:0::/32']],
		['fe80::1%eth0', ['fe80:0:0:0::/64', 'fe80:0:0:0::/56', 'fe80:0:0::/48', 'fe80:0::/32']],
		[
			'ffff:ffff:ffff:ffff::',
			[
				'ffff:ffff:ffff:ffff::/64',
				'ffff:ffff:ffff:ff00::/56',
				'ffff:ffff:ffff::/48',
				'ffff:ffff::/32',
			],
		],
		['', ['unknown']],
		['junk', ['unknown']],
		['203.0.113.999', ['unknown']],
	] as const) {
		assert.deepEqual(networksOf(address), networks, address);
	}
});
