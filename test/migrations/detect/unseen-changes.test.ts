import assert from 'node:assert/strict';
import test from 'node:test';
import {thereAndBack} from '../../support/there-and-back.ts';
import {together, unseenChanges} from '../../support/unseen-changes.ts';

// Each by itself, and on servers: unseen-changes.databases.ts.
test('sqlite: a text that is different to the letter is a change, there and back', async t => {
	const changes = unseenChanges('sqlite');
	const made = await thereAndBack(t, {driver: 'sqlite', name: 'db.sqlite3'}, together(changes));
	for (const index of Object.keys(changes).keys()) {
		const sentences = made!.operations.map(({sentence}) => sentence);
		assert.ok(
			sentences.some(sentence => new RegExp(`item${index}\\b|item${index}_view`).test(sentence)),
			`item${index}: ${sentences.join('\n')}`,
		);
	}
});
