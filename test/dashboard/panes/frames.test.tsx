import assert from 'node:assert/strict';
import test from 'node:test';
import {Text} from 'ink';
import {cleanup, render} from 'ink-testing-library';
import {actions} from '../../../source/dashboard/actions/list.ts';
import {chooseLook} from '../../../source/dashboard/drawing/theme.ts';
import {nameKeys} from '../../../source/dashboard/input/key-names.ts';
import {LogStore} from '../../../source/dashboard/log/file/log-store.ts';
import {drawActivity} from '../../../source/dashboard/panes/activity.ts';
import {drawHeader} from '../../../source/dashboard/panes/header.ts';
import {drawLog} from '../../../source/dashboard/panes/log.ts';
import {drawMigrations} from '../../../source/dashboard/panes/migrations.ts';
import {drawServer} from '../../../source/dashboard/panes/server.ts';
import {freshView} from '../../../source/dashboard/state/state.ts';
import {tutorialStatus} from '../../support/dashboard.ts';

chooseLook({colour: false, unicode: true});
nameKeys(actions);
const here = {operator: 'ann', host: 'web-1', folder: 'tutorial'};
const size = {columns: 60, rows: 14};

/** What Ink draws of a pane's rows, row by row. */
function frame(rows: string[]): string[] {
	const {lastFrame} = render(<Text wrap="truncate">{rows.join('\n')}</Text>);
	return lastFrame()!.split('\n');
}

test.afterEach(() => cleanup());

test('the header names project, environment, database and operator, and what is unapplied', () => {
	const status = tutorialStatus({
		environment: 'production',
		database: {driver: 'postgresql', user: 'app', host: 'db-1', name: 'shop', reachable: true},
	});
	const [first = '', second = ''] = frame(drawHeader({status}, here, {kind: 'wide', columns: 100}));
	assert.match(
		first,
		/^ Quarterdeck {2}tutorial {3}PRODUCTION {3}postgresql app@db-1\/shop +ann@web-1$/,
	);
	assert.match(second, /○ 3 unapplied migrations: auth, sessions {3}~ changes: accounts/);
});

test('the header names who else is here', () => {
	const operators = [{user: 'bob', host: 'web-2', pid: 1, since: '2026-11-24T10:00:00Z'}];
	const rows = frame(
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

test('the migrations pane has Django’s two lines and the tree', () => {
	const rows = frame(
		drawMigrations({status: tutorialStatus()}, freshView(), {columns: 60, rows: 18}).rows,
	);
	const text = rows.map(row => row.slice(2, -2).trim()).join(' ');
	assert.match(
		text,
		/You have 3 unapplied migration\(s\)\. Your project may not work properly until you apply the migrations for app\(s\): auth, sessions\. Run 'quarterdeck migrate' to apply them\./,
	);
	assert.match(text, /○ 0002_permissions\s+unapplied/);
	assert.match(text, /~ changes not in a migration: m make one Create entity Profile/);
	assert.ok(rows.every(row => row.length === 60));
});

test('sixty apps leave room for their tree under the two lines', () => {
	const apps = Array.from({length: 60}, (_, index) => ({
		label: `application${index}`,
		migrations: [{name: '0001_initial', applied: null, warnings: []}],
		unmadeChanges: [],
	}));
	const status = tutorialStatus({apps, unapplied: 60});
	const rows = frame(drawMigrations({status}, freshView(), {columns: 56, rows: 21}).rows);
	const text = rows.map(row => row.slice(2, -2).trim()).join(' ');
	assert.match(text, /app\(s\): application0, application1, application10 and 57 more\. Run /);
	assert.ok(rows.filter(row => row.includes('0001_initial')).length >= 6, rows.join('\n'));
});

test('the migrations pane keeps the selected row in sight', () => {
	const view = {...freshView(), selected: 'accounts'};
	const rows = frame(
		drawMigrations({status: tutorialStatus({unapplied: 0})}, view, {columns: 60, rows: 5}).rows,
	);
	assert.match(rows.join('\n'), /▸▾ accounts/);
});

test('a problem takes the place of the tree', () => {
	const problem = {
		code: 'entities-syntax',
		message: 'accounts/entities.ts:3: wrong',
		hint: 'Mend it.',
		file: 'accounts/entities.ts',
		line: 3,
	};
	const rows = frame(
		drawMigrations({status: tutorialStatus({problems: [problem]})}, freshView(), size).rows,
	);
	const text = rows.join('\n');
	assert.match(text, /accounts\/entities\.ts:3: wrong/);
	assert.match(text, /Mend it\./);
	assert.doesNotMatch(text, /0001_initial/);
});

test('names from outside cannot draw on the screen', () => {
	const status = tutorialStatus();
	status.apps[0]!.migrations[0]!.name = '0001_\u001B[2J\u001B]0;x\u0007evil';
	const text = drawMigrations({status}, freshView(), size).rows.join('\n');
	assert.doesNotMatch(text, /\u001B/);
});

test('the server pane says where it runs, since when and by whom, also on one row', () => {
	const server = {
		state: 'running',
		url: 'http://127.0.0.1:8000',
		pid: 4711,
		operator: 'bob',
	} as const;
	const state = {status: tutorialStatus({server})};
	const text = frame(drawServer(state, freshView(), size)).join('\n');
	assert.match(text, /● running {3}http:\/\/127\.0\.0\.1:8000/);
	assert.match(text, /pid 4711 {3}by bob/);
	const [row = ''] = frame(drawServer(state, freshView(), {columns: 80, rows: 1}));
	assert.match(
		row,
		/2 Server {2}● running {2}http:\/\/127\.0\.0\.1:8000 {2}pid 4711 .* s stop {2}r restart/,
	);
});

test('that a server goes on is said of one that does', () => {
	const text = (state: 'running' | 'crashed' | 'reloading') =>
		drawServer({status: tutorialStatus({server: {state}})}, freshView(), size).join('\n');
	assert.match(text('running'), /It keeps running when you leave with d/);
	assert.match(text('reloading'), /It keeps running/);
	assert.doesNotMatch(text('crashed'), /It keeps running/);
});

test('a log that cannot be written is said in the server pane', () => {
	const logFailure = 'log write failed: no space left on device';
	const state = {status: tutorialStatus({server: {state: 'running', logFailure}})};
	for (const place of [size, {columns: 80, rows: 1}]) {
		assert.match(frame(drawServer(state, freshView(), place)).join('\n'), /log write failed/);
	}
});

test('the log pane counts its lines and says that it follows', () => {
	const store = new LogStore(0);
	store.push(['Listening', '[23/Nov/2026 22:27:35] "GET / HTTP/1.1" 200 0 12ms']);
	const rows = frame(drawLog(store, freshView(), size).rows);
	assert.match(rows[0]!, /3 Server log ─+ following/);
	assert.match(rows[2]!, /"GET \/ HTTP\/1\.1" 200 0 12ms/);
	assert.match(rows.at(-1)!, /2 lines/);
});

test('the activity pane has the newest first, each as its command line', () => {
	const ann = {run: 'a', operator: 'ann', host: 'web-1', since: '2026-11-24T10:00:00Z'};
	const failed = {exitCode: 1, milliseconds: 1200, summary: 'There is no table for users yet.'};
	const done = {exitCode: 0, milliseconds: 1200, summary: '1 written'};
	const all = [
		{...ann, run: 'b', operator: 'bob', host: 'web-2', command: 'migrate'},
		{...ann, command: 'createsuperuser', end: failed},
		{...ann, command: 'makemigrations', end: done},
	];
	const rows = frame(drawActivity(all, freshView(), {columns: 90, rows: 6}).rows);
	assert.match(rows[0]!, /1 running/);
	assert.match(rows[1]!, /● quarterdeck migrate {2}running +by bob@web-2 │$/);
	assert.match(rows[2]!, /✗ quarterdeck createsuperuser {2}There is no table/);
	assert.match(rows[3]!, /✓ quarterdeck makemigrations {2}1 written +1\.2s ann@web-1 │$/);
});

test('the bar of the selected row is even', t => {
	chooseLook({colour: true, unicode: true});
	t.after(() => chooseLook({colour: false, unicode: true}));
	const rows = drawMigrations({status: tutorialStatus()}, freshView(), {
		columns: 60,
		rows: 18,
	}).rows;
	const row = rows.find(text => text.includes('\u001B[7m'))!;
	assert.match(row, /\u001B\[7m▸▾ auth +2 unapplied *\u001B\[27m/);
});
