import assert from 'node:assert/strict';
import test from 'node:test';
import {drawHeader} from '../../../source/dashboard/panes/header.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {plainLookForAll} from '../../support/in-memory-dashboard.ts';

const here = {operator: 'ann', host: 'web-1', folder: 'tutorial'};
/** As a terminal shows them. */
const trimmed = (rows: string[]) => rows.map(row => row.trimEnd());
plainLookForAll();

test('the header names project, environment, database and operator, and what is unapplied', () => {
	const status = tutorialStatus({
		environment: 'production',
		database: {driver: 'postgresql', user: 'app', host: 'db-1', name: 'shop', reachable: true},
	});
	const [first = '', second = ''] = trimmed(
		drawHeader({status}, here, {kind: 'wide', columns: 100}),
	);
	assert.match(
		first,
		/^ Quarterdeck {2}tutorial {3}PRODUCTION {3}postgresql app@db-1\/shop +ann@web-1$/,
	);
	assert.match(second, /○ 3 unapplied migrations: auth, sessions {3}~ changes: accounts/);
});

test('the header names who else is here', () => {
	const operators = [{user: 'bob', host: 'web-2', pid: 1, since: '2026-11-24T10:00:00Z'}];
	const rows = trimmed(
		drawHeader({status: tutorialStatus({operators})}, here, {kind: 'wide', columns: 100}),
	);
	assert.match(rows[1]!, /also here: bob@web-2/);
});

test('a narrow header leaves out what matters least, never the database’s name', () => {
	const database = {
		driver: 'postgresql',
		user: 'app',
		host: 'db.internal.example',
		name: 'shop',
		reachable: true,
	};
	const first = (columns: number) =>
		drawHeader({status: tutorialStatus({database})}, here, {kind: 'stacked', columns})[0]!;
	assert.match(
		first(100),
		/ Quarterdeck {2}tutorial .* postgresql app@db\.internal\.example\/shop /,
	);
	assert.match(first(80), /^ tutorial .* postgresql app@db\.internal\.example\/shop /);
	assert.match(first(60), /^ tutorial {2}DEVELOPMENT {2}postgresql shop +ann@web-1 $/);
});

test('who else is here leaves room for what is to be done', () => {
	const bob = {user: 'bob', host: 'web-2', tty: 'pts/3', pid: 1, since: '2026-03-02T10:00:00Z'};
	const operators = [bob, {...bob, pid: 2}, {...bob, user: 'a-colleague', pid: 3}];
	const second = (columns: number) =>
		drawHeader({status: tutorialStatus({operators})}, here, {kind: 'stacked', columns})[1]!;
	assert.match(second(120), /auth, sessions .* also here: bob@web-2 \(2\), a-colleague@web-2 $/);
	assert.match(second(60), /3 unapplied migrations: auth, sessions .* also here: 3 $/);
});

test('the header tells of migrations whose file is missing, or was edited since', () => {
	const second = (part: object) => {
		const status = tutorialStatus({unapplied: 0});
		status.apps[2]!.migrations = [
			{name: '0001_initial', applied: '2026-03-02T10:00:00Z', warnings: [], ...part},
		];
		return drawHeader({status}, here, {kind: 'wide', columns: 100})[1]!;
	};
	assert.match(second({missingFile: true}), /✗ Missing migration file: accounts\.0001_initial/);
	assert.match(second({}), /~ Changes not in a migration: accounts/);
	const status = tutorialStatus({unapplied: 0});
	for (const app of status.apps) {
		app.unmadeChanges = [];
		for (const migration of app.migrations) migration.applied = '2026-03-02T10:00:00Z';
	}
	status.apps[1]!.migrations[0]!.edited = true;
	const [, row] = drawHeader({status}, here, {kind: 'wide', columns: 100});
	assert.match(row!, /~ Edited after it was applied: sessions\.0001_initial/);
});
