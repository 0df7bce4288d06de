/** An application behaves under `runserver` as under plain Node. Frameworks: test/versions/frameworks.ts. */
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {freePort, ownServerProject} from '../../support/own-server.ts';
import {casesSource, casesUnderNode, casesUnderRunner} from '../../support/plain-node.ts';

for (const maker of ['http']) {
	test(`all that a server of ${maker} can see as it listens is what plain Node shows`, async t => {
		const root = ownServerProject(t, '', "{file: './main.mjs', spare: false}");
		const file = path.join(root, 'main.mjs');
		writeFileSync(file, casesSource(maker));
		const expected = await casesUnderNode(file, await freePort());
		const actual = await casesUnderRunner(root, await freePort());
		assert.ok(expected.size > 20);
		for (const [name, saw] of expected) assert.deepEqual(actual.get(name), saw, name);
	});
}
