/**
 * How long a person waits: whole processes on the tutorial's project, as ratios against `node -e 0`,
 * all measured in turn in one run, so that a slow machine slows both sides.
 *
 *     npm run benchmark [RUNS]
 */
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {copyTutorial} from '../scripts/tutorial.ts';
import {djangoVersion, python} from './peers/django.ts';

const root = path.dirname(import.meta.dirname);
const cli = path.join(root, 'dist/cli.js');
const runs = Number(process.argv[2] ?? 15);

const liveStatus = 'dashboard: the live status in place of it';

interface Subject {
	name: string;
	/** At most this many times `node -e 0`. */
	aim?: number;
	/** @returns milliseconds */
	measure(): Promise<number> | number;
}

const project = copyTutorial();
const migrated = copyTutorial();
command(migrated, 'migrate', '--noinput');
command(project, 'status');

const subjects: Subject[] = [
	{name: 'node -e 0', measure: () => spawned(['-e', '0'], project)},
	{
		name: 'quarterdeck showmigrations',
		aim: 5,
		measure: () => spawned([cli, 'showmigrations'], project),
	},
	{
		name: 'quarterdeck migrate, nothing to do',
		aim: 5,
		measure: () => spawned([cli, 'migrate'], migrated),
	},
	{name: 'quarterdeck status', aim: 12, measure: () => spawned([cli, 'status'], project)},
	{
		name: 'dashboard: first frame, from the last status',
		aim: 2.5,
		measure: () => painted(/○ 0001_initial/),
	},
	{
		name: liveStatus,
		aim: 9,
		measure() {
			const file = path.join(project, '.quarterdeck/status.json');
			const kept = JSON.parse(readFileSync(file, 'utf8'));
			writeFileSync(file, JSON.stringify({...kept, project: 'yesterday'}));
			return painted(/Quarterdeck {2}tutorial/);
		},
	},
	{
		name: 'dashboard: the live status, nothing kept',
		aim: 9,
		measure() {
			rmSync(path.join(project, '.quarterdeck'), {recursive: true, force: true});
			return painted(/○ 0001_initial/);
		},
	},
	{
		name: 'dashboard: entities compared as well',
		measure() {
			rmSync(path.join(project, '.quarterdeck'), {recursive: true, force: true});
			return painted(/Create entity Profile/);
		},
	},
];

const djangosCheck = `Django ${djangoVersion()} runserver: its check`;
const django = djangoVersion() ? newDjangoProject() : undefined;
if (django) subjects.push({name: djangosCheck, measure: () => untilChecked(django)});
else console.log("Django is left out: 'apt-get install python3-django'.");

const times = new Map<string, number[]>(subjects.map(({name}) => [name, []]));
for (let run = 0; run <= runs; run++) {
	for (const {name, measure} of subjects) {
		const time = await measure();
		if (run > 0) times.get(name)!.push(time);
	}
}

const base = median(times.get('node -e 0')!);
console.log(`median of ${runs} runs, 120x40`.padEnd(46), '    ms  ratio  aim');
for (const {name, aim} of subjects) {
	const time = median(times.get(name)!);
	const ratio = (time / base).toFixed(1);
	console.log(
		name.padEnd(46),
		time.toFixed(0).padStart(6),
		ratio.padStart(6),
		aim ? `≤${aim}`.padStart(4) : '',
	);
}
if (django) {
	const ratio = median(times.get(liveStatus)!) / median(times.get(djangosCheck)!);
	console.log(`the live status against Django's check: ${ratio.toFixed(2)} (≤0.4)`);
	rmSync(django, {recursive: true, force: true});
}
rmSync(path.dirname(project), {recursive: true, force: true});
rmSync(path.dirname(migrated), {recursive: true, force: true});

function command(cwd: string, ...words: string[]): void {
	const {status, stderr} = spawnSync(process.execPath, [cli, ...words], {cwd, encoding: 'utf8'});
	if (status !== 0) throw new Error(`quarterdeck ${words.join(' ')}: ${stderr}`);
}

function spawned(words: string[], cwd: string): number {
	const start = performance.now();
	spawnSync(process.execPath, words, {cwd, stdio: 'ignore'});
	return performance.now() - start;
}

/** From the start of the process to the first screen that shows the text. */
async function painted(text: RegExp): Promise<number> {
	const {CI, ...environment} = process.env;
	const screen = new xterm.Terminal({cols: 120, rows: 40, allowProposedApi: true});
	const start = performance.now();
	const terminal = pty.spawn(process.execPath, [cli], {
		cols: 120,
		rows: 40,
		cwd: project,
		env: {...environment, TERM: 'xterm-256color'} as Record<string, string>,
	});
	const shown = new Promise<number>(resolve => {
		terminal.onData(data => {
			const at = performance.now() - start;
			screen.write(data, () => {
				if (text.test(textOf(screen))) resolve(at);
			});
		});
	});
	const time = await shown;
	const ended = new Promise(resolve => terminal.onExit(resolve));
	terminal.write('q');
	setTimeout(() => terminal.kill('SIGKILL'), 3000).unref();
	await ended;
	return time;
}

function newDjangoProject(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-django-'));
	execFileSync(python, ['-m', 'django', 'startproject', 'mysite', folder]);
	return folder;
}

/** From the start of `runserver` to its word on unapplied migrations, which ends its check. */
function untilChecked(folder: string): Promise<number> {
	const start = performance.now();
	const server = spawn(python, ['-u', 'manage.py', 'runserver', '127.0.0.1:8971'], {
		cwd: folder,
		detached: true,
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	let said = '';
	return new Promise(resolve => {
		server.stdout.on('data', data => {
			said += data;
			if (!said.includes('unapplied migration')) return;
			server.stdout.removeAllListeners('data').resume();
			resolve(performance.now() - start);
			process.kill(-server.pid!, 'SIGKILL');
		});
	});
}

function textOf(screen: InstanceType<typeof xterm.Terminal>): string {
	const {active} = screen.buffer;
	return Array.from(
		{length: screen.rows},
		(_, row) => active.getLine(row)?.translateToString() ?? '',
	).join('\n');
}

function median(values: number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
