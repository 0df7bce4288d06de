import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {attackers, rowOf, simulate} from '../../../support/guessing.ts';
import {packageRoot} from '../../../support/project.ts';
import {openUsers} from '../../../support/users.ts';

const documentation = readFileSync(path.join(packageRoot, 'docs/security.md'), 'utf8');

for (const attacker of attackers) {
	test(`${attacker.name}: as many guesses a day, and as long a wait for the owner, as the documentation says`, async t => {
		const guessing = await simulate(await openUsers(t), attacker, 1);
		assert.ok(guessing.guesses <= 150, String(guessing.guesses));
		assert.ok(guessing.firstHour <= 100, `${guessing.firstHour} in an hour`);
		assert.equal(guessing.minutes['a known browser'], 0);
		assert.equal(guessing.minutes['a known network'], 0);
		const row = rowOf(attacker, guessing);
		assert.ok(documentation.includes(row), row);
	});
}
