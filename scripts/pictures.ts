/**
 * Draws the readme's pictures from the real screen: opens the dashboard on a copy of the tutorial's
 * project in an emulated terminal, goes the tutorial by keys, and writes what stands on the screen at
 * some places to docs/.
 *
 *     npm run pictures
 *     npm run pictures -- FOLDER    at three sizes, in a dark and a light theme, to look at
 */
import {spawnSync} from 'node:child_process';
import {globSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {writeFileAtomically} from '../source/system/atomic-file.ts';
import {type Screen, svgOf} from './svg.ts';
import {copyTutorial} from './tutorial.ts';

const root = path.dirname(import.meta.dirname);
const cli = path.join(root, 'dist/cli.js');
const [folder] = process.argv.slice(2);
const sizes = folder
	? ([
			[80, 24],
			[120, 40],
			[200, 60],
		] as const)
	: ([[112, 32]] as const);
const {CI, NO_COLOR, ...environment} = process.env;
let [columns, rows]: [columns: number, rows: number] = [0, 0];
let screen: Screen;
let terminal: pty.IPty;
let project: string;

if (folder) mkdirSync(folder, {recursive: true});
for (const size of sizes) {
	[columns, rows] = size;
	project = copyTutorial();
	screen = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	terminal = pty.spawn(process.execPath, [cli], {
		cols: columns,
		rows,
		cwd: project,
		env: {...environment, TERM: 'xterm-256color', LANG: 'C.UTF-8'} as Record<string, string>,
	});
	terminal.onData(data => screen.write(data));
	const ended = new Promise(resolve => terminal.onExit(resolve));
	try {
		await tour();
		await ended;
	} finally {
		terminal.kill('SIGKILL');
		spawnSync(process.execPath, [cli, '--project', project, 'stopserver']);
		rmSync(path.dirname(project), {recursive: true, force: true});
	}
}

async function tour(): Promise<void> {
	await shows('changes not in a migration');
	await press('m', 'y write it');
	await press('y', 'Esc close');
	await press('\u001B', '3 unapplied migration(s)');
	await press('s', '● running');
	await visit('/account/', '/accounts/login/', '/accounts/profile/', '/nothing/here/');
	draw('dashboard', 'The dashboard: migrations, server, activity and the server log');

	await press('M', 'y run it');
	draw('plan', 'The plan of a migrate: its migrations and their SQL');
	await press('\u001B');

	const mend = breakMigration();
	await press('M', 'y run it');
	await press('y', 'r plan again');
	await shows('1 unapplied migration(s)');
	draw('failure', 'A failed migration: the statement, the database’s words, and the next steps');
	mend();
	await press('\u001B');
	await press('M', 'y run it');
	await press('y', '1 of 1 done');
	await press('\u001B');

	await shows('All migrations are applied');
	await press('u', 'Password');
	await press('\t\t12345\t12345', 'too short');
	draw('superuser', 'The form for a superuser, with what is wrong about the password');
	await press('\u001B');

	await visit('/accounts/login/?next=/account/', '/favicon.ico', '/nothing/there/');
	await press('3/404\r', '/404');
	draw('log-search', 'The server log, paused at a match of a search for 404');
	await press('q', 'stop the server and quit');
	terminal.write('s');
}

/** @param wanted what it shows then */
async function press(keys: string, wanted?: string): Promise<void> {
	const before = textOf();
	terminal.write(keys);
	if (wanted === undefined) await until(`other than before ${keys}`, () => textOf() !== before);
	else await shows(wanted);
}

async function visit(...pages: string[]): Promise<void> {
	const url = /http:\/\/127\.0\.0\.1:\d+/.exec(textOf())![0];
	for (const page of pages) await fetch(url + page, {redirect: 'manual'});
	await shows(`${pages.at(-1)} HTTP`);
}

/** Lets the app's migration fail. @returns what mends it */
function breakMigration(): () => void {
	const [file = ''] = globSync('accounts/migrations/0001_*.ts', {cwd: project});
	const place = path.join(project, file);
	const whole = readFileSync(place, 'utf8');
	const statement = 'update `auth_user` set `nickname` = `username`;';
	const broken = whole.replace('\n  }', `\n    this.addSql(${JSON.stringify(statement)});\n  }`);
	writeFileSync(place, broken);
	return () => writeFileSync(place, whole);
}

function draw(name: string, label: string): void {
	if (!folder) {
		writeFileAtomically(path.join(root, `docs/${name}.svg`), svgOf(screen, label));
		return;
	}
	for (const theme of ['dark', 'light'] as const) {
		const file = path.join(folder, `${name}-${columns}x${rows}-${theme}.svg`);
		writeFileAtomically(file, svgOf(screen, label, theme));
	}
}

async function shows(text: string): Promise<void> {
	await until(text, () => textOf().includes(text));
}

async function until(what: string, condition: () => boolean): Promise<void> {
	for (const end = Date.now() + 20_000; !condition(); ) {
		if (Date.now() > end) throw new Error(`The screen never showed: ${what}\n${textOf()}`);
		await new Promise(resolve => setTimeout(resolve, 30));
	}
}

function textOf(): string {
	const {active} = screen.buffer;
	return Array.from({length: rows}, (_, row) => active.getLine(row)!.translateToString()).join(
		'\n',
	);
}
