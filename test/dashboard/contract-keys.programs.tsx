import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {pageRows} from '../../source/dashboard/actions/panes.ts';
import type {ProjectStatus} from '../../source/runs/project-status.ts';
import {playStatus, standInProject, tutorialStatus} from '../support/dashboard.ts';
import {setVariable} from '../support/environment.ts';
import {type Mounted, mountDashboard} from '../support/mounted-dashboard.tsx';
import {until} from '../support/wait.ts';

const running = {state: 'running', url: 'http://127.0.0.1:8000', pid: 1} as const;
const log = Array.from({length: 60}, (_, index) => `line ${index}`);

async function open(t: TestContext, part: Partial<ProjectStatus> = {}): Promise<Mounted> {
	const root = standInProject(t);
	const status = tutorialStatus({root, ...part});
	playStatus(root, status);
	mkdirSync(path.join(root, '.quarterdeck'), {recursive: true});
	writeFileSync(path.join(root, '.quarterdeck/server.log'), `${log.join('\n')}\n`);
	const mounted = await mountDashboard(t, status, {root});
	mounted.dashboard.logPane.store.push(log);
	return mounted;
}

/** The first app's first migration is applied, its second too. */
function applied(): Partial<ProjectStatus> {
	const {apps} = tutorialStatus();
	for (const migration of apps[0]!.migrations) migration.applied = '2026-03-02T10:00:00Z';
	return {apps, unapplied: 1};
}

test('m makes migrations, M opens the plan of a migrate', async t => {
	const {press, shows} = await open(t);
	await press('m');
	await shows('y write it');
	await press('\u001B', 'M');
	await shows('Operations to perform:');
	await shows('y run it');
});

test('B plans a rollback to the selected migration', async t => {
	const {press, shows, dashboard} = await open(t, applied());
	await press('jB');
	await shows('- auth.0002_permissions  unapply');
	await shows('drop table `auth_table`');
	await press('y');
	await shows('1 of 1 done');
	await until('it is counted', () => dashboard.session.changes.get('migration unapplied') === 1);
});

test('a rollback to the current migration says what to select', async t => {
	const {press, shows, frame} = await open(t, applied());
	await press('jjB');
	assert.match(
		frame(),
		/auth is at 0002_permissions: press B on an earlier migration, or on auth\./,
	);
	await press(':migrate auth 0002_permissions\r');
	await shows('auth is already at 0002_permissions: nothing');
});

test('F fakes the selected migration without running it', async t => {
	const {press, shows, frame} = await open(t);
	await press('jF');
	await shows('Recorded as applied only: nothing runs.');
	assert.match(frame(), /\+ auth\.0001_initial {2}fake/);
	await press('y');
	await shows(/auth\.0001_initial +FAKED/);
});

test('Enter opens a migration, Left and Right fold an app', async t => {
	const {press, shows, hides} = await open(t);
	await press('j\r');
	await shows('[SQL up]');
	await press('\t');
	await shows('[SQL down]');
	await press('\t');
	await shows('[File]');
	await press('\u001B', '\u001B[D');
	await hides('0002_permissions');
	await press('\u001B[C');
	await shows('0002_permissions');
});

test('s starts the server, r restarts it, u opens the form', async t => {
	const {press, shows, frame} = await open(t, {unapplied: 0});
	await press('r');
	assert.match(frame(), /The server is not running: press s to start it\./);
	await press('s');
	await shows('The server runs at http://127.0.0.1:8000');
	await press('u');
	await shows('Create superuser');
});

test('? is the help of the focused pane, : the palette', async t => {
	const {press, shows} = await open(t);
	await press('2?');
	await shows('Help: Server');
	await press('?', ':');
	await shows('Commands');
});

test('Tab, S-Tab and 1 to 4 go to the panes, z zooms', async t => {
	const {press, frame, dashboard} = await open(t);
	const focus = () => dashboard.session.view.snapshot().focus;
	await press('\t');
	assert.equal(focus(), 'server');
	await press('\u001B[Z\u001B[Z');
	assert.equal(focus(), 'activity');
	for (const [key, pane] of Object.entries({
		1: 'migrations',
		2: 'server',
		3: 'log',
		4: 'activity',
	})) {
		await press(key);
		assert.equal(focus(), pane);
	}
	await press('3z');
	assert.doesNotMatch(frame(), /[┌┏│┃]/);
});

test('j k ↑ ↓ g G PgUp PgDn ^U ^D move in the tree and scroll the log', async t => {
	const {press, dashboard} = await open(t);
	const selected = () => dashboard.session.view.snapshot().selected;
	await press('j', '\u001B[B');
	assert.equal(selected(), 'auth.0002_permissions');
	await press('k', '\u001B[A');
	assert.equal(selected(), 'auth');
	await press('G');
	assert.equal(selected(), 'accounts');
	await press('g');
	assert.equal(selected(), 'auth');
	const cursor = () => dashboard.session.view.snapshot().log.cursor;
	await press('3k');
	const first = cursor()!;
	await press('\u001B[5~');
	assert.equal(cursor(), Math.max(0, first - pageRows(dashboard)));
	await press('\u001B[6~');
	assert.equal(cursor(), Math.max(0, first - pageRows(dashboard)) + pageRows(dashboard));
	await press('\u0015');
	assert.ok(cursor()! < first);
	await press('\u0004\u0004\u0004\u0004\u0004');
	assert.equal(cursor(), undefined);
});

test('/ n N search the tree by name', async t => {
	const {press, dashboard, frame} = await open(t);
	const selected = () => dashboard.session.view.snapshot().selected;
	await press('/INIT\r');
	assert.equal(selected(), 'auth.0001_initial');
	await press('n');
	assert.equal(selected(), 'sessions.0001_initial');
	await press('n');
	assert.match(frame(), /No more matches\./);
	await press('N');
	assert.equal(selected(), 'auth.0001_initial');
});

test('/ n N search the log, & filters it, ! inverts', async t => {
	const {press, shows, frame, dashboard} = await open(t);
	await press('3/line 1\r');
	await shows('/line 1 match 11/11');
	await press('N');
	await shows('match 10/11');
	await press('n', 'n');
	assert.match(frame(), /No more matches\./);
	await press('\u001B', '\u001B', '&!line 5\r');
	assert.equal(dashboard.session.view.snapshot().log.filter, '!line 5');
	await shows('&!line 5');
	assert.doesNotMatch(frame(), /line 59/);
});

test('f follows, v w t change the view, C clears it, - marks a line', async t => {
	const {press, shows, frame} = await open(t);
	await press('3f');
	assert.match(frame(), /PAUSED/);
	await press('f');
	assert.match(frame(), /following/);
	await press('v');
	assert.match(frame(), /≥info/);
	await press('wtt');
	assert.match(frame(), /wrap {2}delta/);
	await press('-');
	await shows(/─ mark \d\d:\d\d:\d\d ─/);
	await press('C');
	await shows('Cleared. New lines appear here;');
});

test('c opens the copy menu', async t => {
	setVariable(t, 'SSH_CONNECTION', '10.0.0.1 1 10.0.0.2 22');
	const {press, shows, sent} = await open(t);
	await press('3c');
	await shows('the line');
	await press('l');
	await shows('Copied the line (1 line) with OSC 52');
	assert.deepEqual(sent, [`\u001B]52;c;${Buffer.from('line 59').toString('base64')}\u0007`]);
});

test('c a copies all matching lines, or writes them to a file', async t => {
	setVariable(t, 'SSH_CONNECTION', '10.0.0.1 1 10.0.0.2 22');
	const {press, shows, sent, dashboard} = await open(t);
	await press('3&line 1\r', 'c', 'a');
	await shows('Copied all matching lines (11 lines) with OSC 52');
	assert.match(Buffer.from(sent[0]!.slice(7, -1), 'base64').toString(), /^line 1\n.*line 19$/s);
	dashboard.logPane.store.push(
		Array.from({length: 9000}, (_, index) => `line 1${index} ${'x'.repeat(500)}`),
	);
	await press('c', 'a');
	await shows('Copied all matching lines (9011 lines) to a file:');
	const file = path.join(dashboard.session.root, '.quarterdeck/copied.txt');
	assert.match(readFileSync(file, 'utf8'), /^line 1\n.*\nline 18999 x+\n$/s);
});

test('c in the activity copies the command line of the selected run, or of all', async t => {
	setVariable(t, 'SSH_CONNECTION', '10.0.0.1 1 10.0.0.2 22');
	const {press, shows, sent, dashboard, resize, frame} = await open(t);
	const commands = ['makemigrations', 'migrate accounts 0002_a_name_that_is_long --fake'];
	const run = {at: '2026-03-02T10:00:00Z', operator: 'ann', host: 'web-1', summary: ''};
	const end = {exitCode: 0, milliseconds: 5};
	const history = commands.map(command => ({...run, ...end, command, run: command}));
	dashboard.session.history.change({history});
	await resize(40, 12);
	await press('4c', 'l');
	assert.match(frame(), /Copied the command line \(1 line\)/);
	await press('jc', 'l');
	await press('c', 'a');
	await shows('Copied all command lines');
	const [newest, oldest] = [...commands].reverse().map(command => `quarterdeck ${command}`);
	const copied = sent.map(text => Buffer.from(text.slice(7, -1), 'base64').toString());
	assert.deepEqual(copied, [newest, oldest, `${oldest}\n${newest}`]);
});

test('> saves the visible log, and never overwrites a file', async t => {
	const {press, shows, dashboard} = await open(t);
	await press('3&line 1\r>');
	await shows(/Save to log-\d+\.txt .* Enter saves, Esc cancels/);
	await press('\u0015out.txt\r');
	await shows(/Saved to .*out\.txt \(11 lines\)/);
	assert.match(
		readFileSync(path.join(dashboard.session.root, 'out.txt'), 'utf8'),
		/^line 1\n.*line 19\n$/s,
	);
	await press('>', '\u0015out.txt\r');
	await shows(/Nothing was saved: .*out\.txt already exists/);
	await press('>', '\u0015~/no-such-folder/out.txt\r');
	await shows(`Nothing was saved: ${homedir()}/no-such-folder does not exist`);
});

test('o opens $PAGER, i the project’s shell, e $EDITOR at the line of a stack', async t => {
	const {press, dashboard, sent} = await open(t);
	const file = path.join(dashboard.session.root, 'accounts.ts');
	writeFileSync(file, '\n\n\n');
	dashboard.logPane.store.push(['TypeError: author is null', '    at create (accounts.ts:3:17)']);
	await press('3o', 'i');
	assert.deepEqual(sent.splice(0), ['handed over', 'handed over']);
	await press('e');
	assert.deepEqual(sent, [`edit ${file}:3`]);
});

test('d leaves at once, q asks while something runs, Esc never quits', async t => {
	const busy = await open(t, {server: running});
	await busy.press('\u001B', '\u001B', 'q');
	assert.match(busy.frame(), /stop the server and quit/);
	await busy.press('\u001B', 'd');
	assert.equal(busy.left(), true);
});

test('^C closes a dialog, then asks; twice it leaves', async t => {
	const {press, left, frame} = await open(t, {server: running});
	await press('?', '\u0003');
	assert.doesNotMatch(frame(), /Help:/);
	assert.equal(left(), false);
	await press('\u0003');
	assert.equal(left(), true);
});
