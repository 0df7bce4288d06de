/**
 * Every screen at every size, as it is drawn: look at the difference when one changes. Kept are the
 * frames without colours; those with colours and in ASCII have to be the same text.
 *
 *     node --import=tsx --test --test-update-snapshots test/dashboard/snapshots.test.tsx
 */
import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {chooseLook, glyphs, type Look} from '../../source/dashboard/drawing/theme.ts';
import type {AppStatus, ProjectStatus} from '../../source/runs/project-status.ts';
import {playStatus, standInProject, tutorialStatus} from '../support/dashboard.ts';
import {type Mounted, mountDashboard} from '../support/mounted-dashboard.tsx';
import {windowSizes} from '../support/window-sizes.ts';

const since = '2026-03-02T10:00:00Z';
const log = [
	'Starting development server at http://127.0.0.1:8000/',
	'[02/Mar/2026 10:00:00] "GET /account/ HTTP/1.1" 302 0 12ms',
	'[02/Mar/2026 10:00:01] "GET /accounts/login/ HTTP/1.1" 200 1234 31ms',
	'[02/Mar/2026 10:00:02] "GET /nothing HTTP/1.1" 404 99 3ms',
	'WARNING: a slow query, 212 ms: select `p0`.* from `post` as `p0` where `p0`.`author_id` = 7',
	'{"level":30,"time":1772445603000,"pid":7,"hostname":"web-1","msg":"mail sent","to":3}',
	'TypeError: author is null',
	'    at Comment.create (/srv/tutorial/accounts/comment.ts:41:17)',
	'[02/Mar/2026 10:00:04] "POST /comments/ HTTP/1.1" 500 17 86ms',
];

function applied(): ProjectStatus['apps'] {
	return tutorialStatus().apps.map(app => ({
		...app,
		migrations: app.migrations.map(migration => ({...migration, applied: since})),
		unmadeChanges: [],
	}));
}

const operators = [{user: 'bob', host: 'web-2', tty: 'pts/3', pid: 1, since}];
const server = {
	state: 'running',
	url: 'http://127.0.0.1:8000/',
	pid: 4711,
	since,
	operator: 'bob',
} as const;
const history = [
	{command: 'makemigrations', exitCode: 0, summary: '1 written', milliseconds: 610},
	{
		command: 'createsuperuser',
		exitCode: 1,
		summary: 'There is no table for users yet.',
		milliseconds: 480,
	},
	{command: 'migrate', exitCode: 0, summary: '3 applied', milliseconds: 1200},
].map((entry, index) => ({
	...entry,
	at: since,
	run: `run-${index}`,
	operator: 'ann',
	host: 'web-1',
}));
const unreachable = {
	code: 'database-unreachable',
	hinders: 'database' as const,
	message:
		'The postgresql database app@db-1:5432/blog cannot be used: connect ECONNREFUSED 10.0.0.5:5432.',
	reason: 'connect ECONNREFUSED 10.0.0.5:5432',
	hint: 'Check that the server runs, and the database in settings.ts.',
};
const away = {
	driver: 'postgresql',
	user: 'app',
	host: 'db-1:5432',
	name: 'blog',
	reachable: false,
	nextTry: {at: '2026-03-02T10:00:08Z', after: 8},
};

/** Of the last ten minutes before the time that stands still. */
const requests = Array.from({length: 590}, (_, second) => {
	const clock = `09:${String(50 + Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}`;
	const status = second === 300 ? 500 : 200;
	const line = `[02/Mar/2026 ${clock}] "GET /books/ HTTP/1.1" ${status} 1234 ${5 + (second % 97)}ms`;
	return Array.from({length: Math.round(5 + 4 * Math.sin(second / 60))}, () => line);
}).flat();

interface Screen {
	status?: Partial<ProjectStatus>;
	/** Keys, one read each. */
	keys?: string[];
	/** What has to be there before the frame is kept. */
	shows?: string;
	/** What the dashboard knew before. */
	before?: Partial<ProjectStatus>;
	readOnly?: boolean;
	/** Its migrations have files, so that their SQL is read. */
	hasFiles?: boolean;
	/** Lines of the log that came while time stood still; their graphs have other letters in ASCII. */
	requests?: string[];
	/** Letters stand for what is else told by a colour alone. */
	marksWithoutColour?: boolean;
}

const drop = {
	code: 'DL002',
	message: 'Drops the column legacy_html of post. Its values in 412003 row(s) would be lost.',
	safer: 'Rename it, and drop it in a later release.',
	losesData: true as const,
};
const rename = {
	code: 'DL007',
	message: 'Renames title of post to head: code that still runs with the old name fails.',
	safer: 'Stop the old code first.',
};
const hazards: Partial<ProjectStatus> = {
	apps: [
		{
			label: 'notifications',
			migrations: [
				{name: '0001_initial', applied: since, warnings: []},
				{name: '0002_drop_legacy_html', applied: null, warnings: [drop, rename], losesData: true},
			],
			unmadeChanges: ['Create entity Sender'],
		},
		{
			label: 'blog',
			migrations: [
				{name: '0001_initial', applied: since, warnings: []},
				{name: '0002_rename_title', applied: null, warnings: [rename]},
				{
					name: '0003_drop_the_html_of_posts_that_nobody_reads',
					applied: null,
					warnings: [drop],
					losesData: true,
				},
				{name: '0004_add_author', applied: null, warnings: []},
			],
			unmadeChanges: [],
		},
	],
	unapplied: 4,
};
const busy = {apps: applied(), unapplied: 0, server, operators};
const screens: Record<string, Screen> = {
	'unapplied migrations': {},
	'everything is applied': {status: busy},
	'database differs': {
		status: {...busy, drift: [{app: 'auth', text: 'The table auth_user is not in the database.'}]},
		keys: ['jjj'],
	},
	'server pane': {status: busy, keys: ['2']},
	'server crashed': {
		status: {
			...busy,
			server: {...server, state: 'crashed', reason: 'accounts/views.ts:7: x is not defined'},
		},
		keys: ['2'],
	},
	'server with requests': {status: busy, requests},
	'server pane with requests': {status: busy, requests, keys: ['2']},
	'log pane': {status: busy, keys: ['3']},
	'log zoomed with times': {status: busy, keys: ['3zt']},
	'log paused at a match': {status: busy, keys: ['3/author\r'], marksWithoutColour: true},
	'activity pane': {status: busy, keys: ['4j']},
	'plan of a migrate': {keys: ['M'], shows: 'y run it'},
	'failed migrate': {keys: ['M', 'y'], shows: 'r plan again'},
	'making migrations': {keys: ['m'], shows: 'y write it'},
	'SQL of a migration': {hasFiles: true, keys: ['j\r'], shows: 'create table'},
	'hazards in the tree': {status: hazards, keys: ['\u001B[D', 'G']},
	'hazards of a migration': {
		...{status: hazards, hasFiles: true},
		...{keys: ['jj\r'], shows: 'create table'},
	},
	'superuser form': {status: {unapplied: 0}, keys: ['u'], shows: '[ann'},
	'copy menu': {status: busy, keys: ['3c']},
	palette: {keys: [':mig'], shows: 'migrate'},
	'help of the log': {keys: ['3?']},
	'quit while something runs': {status: busy, keys: ['q']},
	'who is here': {status: busy, keys: [':who else\r']},
	production: {status: {...busy, environment: 'production'}, keys: ['u'], shows: 'atabase name'},
	'read-only': {status: busy, readOnly: true},
	'config error': {
		status: {
			apps: [],
			problems: [
				{
					code: 'settings-invalid',
					hinders: 'everything',
					message: 'settings.ts:3: databse is no setting. Did you mean database?',
					hint: 'Mend the file; it is read again when it is saved.',
					file: 'settings.ts',
					line: 3,
				},
			],
		},
	},
	'database unreachable': {
		before: busy,
		status: {database: away, problems: [unreachable]},
	},
	'database unreachable from the first': {
		status: {
			database: away,
			apps: tutorialStatus().apps.map(({label, migrations}) => ({
				label,
				migrations: [],
				unmadeChanges: [],
				files: migrations.map(({name}) => name),
			})),
			problems: [unreachable],
			unapplied: 0,
		},
	},
	'left unfinished': {
		status: {
			problems: [
				{
					code: 'unfinished-migration',
					message:
						'auth.0002_permissions did not run to its end: 1 of its 2 statement(s) stay in the database.',
				},
			],
		},
	},
	'two leaves, a file missing, an edited one': {
		status: {
			apps: [
				{
					label: 'accounts',
					migrations: [
						{name: '0001_initial', applied: since, edited: true, warnings: []},
						{name: '0002_gone', applied: since, missingFile: true, warnings: []},
						{
							name: '0003_one',
							applied: null,
							warnings: [{code: 'DL002', message: 'Drops a column.'}],
							losesData: true,
						},
						{name: '0003_two', applied: null, warnings: []},
					],
					unmadeChanges: [],
					conflict: ['0003_one', '0003_two'],
				},
			],
			unapplied: 2,
		},
	},
	'long names': {
		status: {
			apps: [
				{
					label: 'the_application_with_a_name_of_fifty_one_letters_ok',
					migrations: [
						{name: '0001_initial', applied: since, warnings: []},
						{name: `0002_${'and_so_on_'.repeat(5)}`, applied: since, edited: true, warnings: []},
						{name: `0003_${'and_so_on_'.repeat(5)}`, applied: since, warnings: []},
						{
							name: `0004_${'and_so_on_'.repeat(5)}`,
							applied: null,
							warnings: [drop],
							losesData: true,
						},
					],
					unmadeChanges: ['Create entity Post'],
				},
				...tutorialStatus().apps,
			],
			unapplied: 4,
		},
		keys: ['jjjj'],
	},
	'no migrations yet': {
		status: {
			apps: [{label: 'blog', migrations: [], unmadeChanges: ['Create entity Post']}],
			unapplied: 0,
		},
	},
	'no apps yet': {status: {apps: [], unapplied: 0}},
};

function statusOf(root: string, screen: Screen): ProjectStatus {
	const status = tutorialStatus({root, ...screen.status});
	return screen.hasFiles ? {...status, apps: status.apps.map(app => withFiles(root, app))} : status;
}

function withFiles(root: string, app: AppStatus): AppStatus {
	const folder = path.join(root, app.label, 'migrations');
	mkdirSync(folder, {recursive: true});
	const migrations = app.migrations.map(migration => {
		const file = path.join(folder, `${migration.name}.ts`);
		writeFileSync(file, '');
		return {...migration, path: file};
	});
	return {...app, migrations};
}

async function open(t: TestContext, root: string, screen: Screen): Promise<Mounted> {
	const status = statusOf(root, screen);
	const mounted = await mountDashboard(t, undefined, {root, readOnly: screen.readOnly});
	const {dashboard} = mounted;
	if (screen.before) {
		dashboard.showStatus(tutorialStatus({root, ...screen.before}));
		dashboard.session.status.snapshot().lastSeen!.at = new Date(since);
	}
	dashboard.showStatus(status);
	dashboard.session.history.change({history});
	dashboard.logPane.store.push(log);
	if (screen.requests) {
		const now = new Date(2026, 2, 2, 9, 59, 50).getTime();
		t.mock.method(Date, 'now', () => now);
		dashboard.graphs.requests.take(screen.requests);
	}
	for (const keys of screen.keys ?? []) {
		await mounted.press(keys);
		if (keys === 'M') await mounted.shows('y run it');
	}
	if (screen.shows) await mounted.shows(screen.shows);
	return mounted;
}

/** Colours in words that a reader of the snapshot can see, ends of rows without spaces. */
function readable(frame: string): string {
	return frame
		.replace(/\u001B\[([\d;]*)m/g, '‹$1›')
		.replace(/ +$/gm, '')
		.trimEnd();
}

const looks = {
	plain: {colour: false, unicode: true},
	coloured: {colour: true, unicode: true},
	ascii: {colour: false, unicode: false},
};

/** The frames of a screen at every size, in each look. */
async function framesOf(t: TestContext, root: string, screen: Screen) {
	playStatus(root, tutorialStatus({root, ...screen.status}), {fails: 'auth.0002_permissions'});
	const mounted = await open(t, root, screen);
	const frames = new Map<string, Record<keyof typeof looks, string>>();
	for (const [columns, rows] of windowSizes) {
		await mounted.resize(columns, rows);
		// There the detail has room for all of it, which is then known.
		if (screen.hasFiles && columns === 160) await mounted.shows('drop table');
		const raw = async (look: Look) => {
			chooseLook(look);
			await mounted.redraw();
			return mounted.raw();
		};
		const coloured = await raw(looks.coloured);
		const ascii = await raw(looks.ascii);
		frames.set(`${columns}x${rows}`, {plain: await raw(looks.plain), coloured, ascii});
	}
	return frames;
}

/** What stands in ASCII for each letter that is none; the bars of a chart have fewer steps there. */
function standIns(): Map<string, string> {
	chooseLook({colour: false, unicode: true});
	const {bars, ...unicode} = glyphs;
	chooseLook({colour: false, unicode: false});
	const ascii: Record<string, string> = {...glyphs};
	const pairs = Object.entries(unicode).flatMap(([name, letters]) =>
		[...letters].map((letter, index) => [letter, ascii[name]![index]!] as const),
	);
	return new Map(pairs);
}

for (const [name, screen] of Object.entries(screens)) {
	test(name, async t => {
		const root = standInProject(t, {fails: 'auth.0002_permissions'});
		mkdirSync(path.join(root, '.quarterdeck'), {recursive: true});
		writeFileSync(path.join(root, 'settings.ts'), "import {x} from 'y';\n\n\tdatabse: 1,\n});\n");
		const frames = await framesOf(t, root, screen);
		const table = standIns();
		for (const [size, {plain, coloured, ascii}] of frames) {
			const text = shown(plain);
			if (!screen.marksWithoutColour) assert.equal(shown(coloured), text, size);
			assert.match(shown(ascii), /^[\n -~]*$/, size);
			if (screen.requests) continue;
			const inAscii = [...text].map(letter => table.get(letter) ?? letter).join('');
			assert.equal(shown(ascii), inAscii, size);
		}
		const plain = [...frames].map(([size, frame]): [string, string] => [size, shown(frame.plain)]);
		keep(t, name, 'no colour', plain);
		keep(t, name, 'colour', [['80x24', frames.get('80x24')!.coloured]]);
	});
}

function shown(frame: string): string {
	return frame.replace(/\u001B\[[0-9;?]*[a-zA-Z]/g, '').replace(/ +$/gm, '');
}

function keep(t: TestContext, name: string, look: string, frames: [string, string][]): void {
	const text = frames.flatMap(([size, frame]) => [`${size}, ${look}`, readable(frame), '']);
	const file = `${name.replace(/\W+/g, '-')}-${look.replace(' ', '-')}.txt`;
	t.assert.fileSnapshot(text.join('\n'), path.join(import.meta.dirname, 'frames', file), {
		serializers: [value => value],
	});
}
