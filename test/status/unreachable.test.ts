import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {CachedConnection} from '../../source/project/database/cached-connection.ts';
import {openStatus} from '../../source/status/collect.ts';
import {statusText} from '../../source/status/text.ts';
import {plain} from '../../source/terminal/colours.ts';
import {copyFixture} from '../support/project.ts';

test('shows the next attempt and the files while the database is unreachable', async t => {
	const root = copyFixture(t, 'tutorial');
	const settings = path.join(root, 'settings.ts');
	const text = readFileSync(settings, 'utf8');
	const away = "database: {driver: 'postgresql', name: 'blog', host: '127.0.0.1', port: 1}";
	writeFileSync(settings, text.replace(/database: \{[^}]*\}/, away));
	const connection = new CachedConnection();
	t.after(() => connection.close());
	const reader = await openStatus(root, connection);

	const first = await reader.read();
	const {nextTry, reachable} = first.database;
	assert.equal(reachable, false);
	assert.equal(nextTry!.after, 1);
	assert.ok(Math.abs(Date.parse(nextTry!.at) - Date.now() - 1000) < 900, nextTry!.at);
	assert.deepEqual(
		first.apps.map(({label, files}) => [label, files]),
		[
			['auth', ['0001_initial']],
			['sessions', ['0001_initial']],
			['accounts', []],
		],
	);
	assert.deepEqual(await reader.read(), first, 'nothing ticks between two tries');
	assert.match(statusText(first, [], plain), /^auth\n \[\?\] 0001_initial$/m);

	const once = await (await openStatus(root)).read();
	assert.equal(once.database.nextTry, undefined, 'nobody tries again');
});
