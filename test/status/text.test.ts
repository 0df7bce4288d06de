import assert from 'node:assert/strict';
import test from 'node:test';
import type {ProjectStatus} from '../../source/runs/project-status.ts';
import {statusText} from '../../source/status/text.ts';
import {coloured, plain} from '../../source/terminal/colours.ts';

const migration = {applied: null, warnings: []};
const status: ProjectStatus = {
	...{project: 'shop', root: '/srv/shop', environment: 'development', unapplied: 1, problems: []},
	database: {driver: 'sqlite', name: 'db.sqlite3', reachable: true},
	apps: [
		{
			label: 'books',
			migrations: [
				{...migration, name: '0001_initial', applied: '2026-11-24T07:12:05Z', edited: true},
				{
					...migration,
					name: '0002_drop',
					warnings: [{code: 'DL002', message: 'Drops a column.', losesData: true as const}],
					losesData: true,
				},
				{...migration, name: '0003_gone', applied: '2026-11-24T07:12:05Z', missingFile: true},
			],
			unmadeChanges: ['Create entity Author'],
			conflict: ['0002_drop', '0002_other'],
		},
		{label: 'pages', migrations: [], unmadeChanges: []},
	],
	server: {state: 'running', url: 'http://127.0.0.1:8000/', operator: 'ann'},
	runs: [
		{
			...{run: 'r', kind: 'migrate', command: 'migrate books', operator: 'bob'},
			...{host: 'web-1', pid: 7, since: ''},
		},
	],
	operators: [{user: 'ann', host: 'web-1', tty: 'pts/3', pid: 5, since: ''}],
	drift: [
		{app: 'books', text: 'The column book.age is in no migration.'},
		{app: 'other', text: 'of another app'},
	],
};

test('a status is text with a line for each migration, change, difference, run and operator', () => {
	assert.equal(
		statusText(status, ['You have 1 unapplied migration(s).'], plain),
		`shop  development  sqlite db.sqlite3
You have 1 unapplied migration(s).
books.0001_initial was edited after it was applied. The database has what ran before: 'quarterdeck sqlmigrate books 0001_initial --diff' shows the change.
books.0003_gone is applied, and its file is missing. Bring it back from version control, or forget it with 'quarterdeck migrate books --prune'.

books
 [X] 0001_initial (edited since applied)
 [ ] 0002_drop
     !! Drops a column. (DL002)
 [X] 0003_gone FILE MISSING
  ~  Create entity Author (no migration yet)
 conflict: 0002_drop, 0002_other
  ~  The column book.age is in no migration.
pages
 (no migrations)

Server: running, http://127.0.0.1:8000/, by ann
Running: migrate books, by bob
Here: ann@web-1 on pts/3
`,
	);
});

test('names cannot control the terminal, and a data loss has another colour than a warning', () => {
	const text = statusText({...status, project: 'shop\u001B[2J'}, [], coloured);
	assert.ok(text.includes('\u001B[1mshop\u001B[0m'));
	assert.ok(text.includes('\u001B[31m     !! Drops a column. (DL002)\u001B[0m'));
	assert.ok(text.includes('\u001B[33m (edited since applied)\u001B[0m'));
});
