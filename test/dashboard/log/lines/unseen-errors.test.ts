import assert from 'node:assert/strict';
import test from 'node:test';
import {LogStore} from '../../../../source/dashboard/log/file/log-store.ts';
import {UnseenErrors} from '../../../../source/dashboard/log/lines/unseen-errors.ts';

test('errors that came since the log was seen are noticed, those of the file are not', () => {
	const store = new LogStore(0);
	const unseen = new UnseenErrors();
	store.subscribe(() => unseen.note(store));
	store.push(['ERROR of yesterday']);
	assert.equal(unseen.existIn(store), false);
	store.push(['fine', 'ERROR of now', 'fine']);
	assert.equal(unseen.existIn(store), true);
	unseen.clear(store);
	store.push(['fine']);
	assert.equal(unseen.existIn(store), false);
});
