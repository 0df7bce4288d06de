import assert from 'node:assert/strict';
import {appendFileSync} from 'node:fs';
import test from 'node:test';
import {log} from '../../source/runs/events.ts';
import {followJournal, type StampedEvent} from '../../source/runs/follow-journal.ts';
import {Journal, journalPath} from '../../source/runs/journal.ts';
import {temporaryFolder} from '../support/project.ts';

test('the events of a run are passed on, past and future, without damaged lines', t => {
	const root = temporaryFolder(t);
	const journal = new Journal(root, 'migrate', ['books']);
	journal.write(journal.started());
	const events: StampedEvent[] = [];
	const following = followJournal(root, journal.run, event => events.push(event));
	assert.deepEqual(
		events.map(({type}) => type),
		['run-started'],
	);
	appendFileSync(journalPath(root, journal.run), 'a damaged line\n');
	journal.write(log.info('later'));
	following.readOn();
	const {at, ...later} = events[1]!;
	assert.deepEqual(later, log.info('later'));
	assert.ok(Date.parse(at) > 0);
	journal.end(0);
	following.stop();
	assert.equal(events.length, 2);
});
