import assert from 'node:assert/strict';
import test from 'node:test';
import {lastWords} from '../../../source/dashboard/leave/last-words.ts';
import {tutorialStatus} from '../../support/dashboard.ts';

const root = '/srv/shop';

test('the last words name what was done, what runs and how to come back', () => {
	const changes = new Map([
		['migration applied', 2],
		['superuser created', 1],
		['server started', 1],
	]);
	const server = {state: 'running', url: 'http://127.0.0.1:8000'} as const;
	assert.deepEqual(lastWords({changes, project: tutorialStatus({server}), root}).split('\n'), [
		'Done: 2 migrations applied, superuser created.',
		'The server is still running at http://127.0.0.1:8000. Stop it with: quarterdeck stopserver',
		'Come back with: quarterdeck --project /srv/shop',
		'',
	]);
});

test('a server that was just stopped is not running, whatever the last status says', () => {
	const server = {state: 'running'} as const;
	const changes = new Map([['server stopped', 1]]);
	const words = lastWords({changes, project: tutorialStatus({server}), root});
	assert.match(words, /^Done: server stopped\.\nThe server is not running\.\n/);
});

test('a session without changes says so', () => {
	assert.match(
		lastWords({changes: new Map(), project: undefined, root}),
		/^Nothing was changed\.\n/,
	);
});
