import {execFileSync, spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {cpuOf, DashboardSession, ProgramSession} from './dashboard-session.ts';

/** A terminal program that follows a file, while a key is pressed again and again. */
export interface FloodPeer {
	name: string;
	/** CPU seconds that it has used so far, without who hands it the file. */
	cpu(): number;
	/** @returns milliseconds until the key is seen */
	key(turn: number): Promise<number | undefined>;
	end(): Promise<void>;
}

const [columns, rows] = [120, 40];

/** The selection in the tree of migrations. */
export async function quarterdeck(project: string): Promise<FloodPeer> {
	const session = new DashboardSession(project, columns, rows);
	await session.shows('9 unapplied');
	await session.settled(500);
	return {
		name: 'Quarterdeck',
		cpu: () => session.cpu(),
		key: turn => moved(session, () => selectedRow(session), turn % 16 < 8 ? 'j' : 'k'),
		end: () => session.end(),
	};
}

/** The selection in the list of tasks, beside the output of a task that follows the file. */
export async function nx(folder: string, file: string): Promise<FloodPeer> {
	const workspace = path.join(folder, 'nx');
	mkdirSync(workspace);
	const write = (name: string, value: object) => {
		mkdirSync(path.dirname(path.join(workspace, name)), {recursive: true});
		writeFileSync(path.join(workspace, name), JSON.stringify(value));
	};
	write('package.json', {name: 'workspace', private: true});
	write('nx.json', {analytics: false, neverConnectToCloud: true});
	for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
		const command = name === 'a' ? `tail -n 0 -F ${file}` : 'sleep 1000';
		const serve = {continuous: true, executor: 'nx:run-commands', options: {command}};
		write(`${name}/project.json`, {name, targets: {serve}});
	}
	execFileSync('git', ['init', '--quiet'], {cwd: workspace});
	const words = ['install', '--no-audit', '--no-fund', '--silent', 'nx'];
	execFileSync('npm', words, {cwd: workspace, stdio: 'inherit'});
	const {version} = JSON.parse(
		readFileSync(path.join(workspace, 'node_modules/nx/package.json'), 'utf8'),
	);
	const program = path.join(workspace, 'node_modules/.bin/nx');
	const session = new ProgramSession(
		[program, 'run-many', '-t', 'serve', '--parallel=10'],
		columns,
		rows,
		{cwd: workspace, env: {NX_DAEMON: 'false', NX_TUI: 'true'}},
	);
	await session.shows('f:serve .*Continuous');
	session.press('1');
	await session.shows('a:serve \\[1\\]');
	const marked = () =>
		session
			.text()
			.split('\n')
			.findIndex(row => row.startsWith('>'));
	return {
		name: `nx ${version}`,
		cpu: () => cpuOfTree(session.pid, ['tail', 'sleep']),
		key: turn => moved(session, marked, turn % 10 < 5 ? '\u001B[B' : '\u001B[A'),
		end: () => session.end('\u0003'),
	};
}

/** Its help, opened and closed. */
export async function lnav(file: string): Promise<FloodPeer | undefined> {
	const version = versionOf('lnav', '-V');
	if (!version) return undefined;
	const session = new ProgramSession(['lnav', '-N', file], columns, rows);
	await session.shows(/View Help/);
	const isOpen = () => Number(/A fancy log file viewer/.test(session.text()));
	return {
		name: version,
		cpu: () => session.cpu(),
		key: () => moved(session, isOpen, isOpen() ? 'q' : '?'),
		end: () => session.end('q'),
	};
}

/** A letter in `cat`, beside a pane that follows the file. */
export async function tmux(folder: string, file: string): Promise<FloodPeer | undefined> {
	const version = versionOf('tmux', '-V');
	if (!version) return undefined;
	const socket = path.join(folder, 'tmux');
	const run = (...words: string[]) =>
		execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...words], {encoding: 'utf8'});
	run('new-session', '-d', '-x', `${columns}`, '-y', `${rows}`, `tail -n 0 -F ${file}`);
	run('split-window', '-h', 'cat');
	const server = Number(run('display-message', '-p', '#{pid}'));
	const session = new ProgramSession(['tmux', '-S', socket, 'attach'], columns, rows);
	await session.shows(/│/);
	const letters = () => (session.text().match(/│(?:x|y)+/g) ?? []).join('').length;
	return {
		name: version,
		cpu: () => cpuOf(server) + session.cpu(),
		key: turn => moved(session, letters, turn % 40 === 39 ? '\u0015' : 'x'),
		async end() {
			run('kill-server');
			await session.end('');
		},
	};
}

async function moved(session: ProgramSession, state: () => number, key: string) {
	const old = state();
	const seen = session.drawn(() => state() !== old);
	session.press(key);
	return seen;
}

/** The row of the mark in one of the first columns of the left pane. */
export function selectedRow({screen}: ProgramSession): number {
	const {active} = screen.buffer;
	for (let row = 0; row < screen.rows; row++) {
		const line = active.getLine(row)!;
		for (let column = 1; column < 5; column++) {
			if (line.getCell(column)!.isInverse() || /[▸]/.test(line.getCell(2)!.getChars())) return row;
		}
	}
	return -1;
}

/** CPU seconds of a process and all below it, but for some programs. */
function cpuOfTree(root: number, without: string[]): number {
	const parents = new Map<number, number[]>();
	const names = new Map<number, string>();
	for (const name of readdirSync('/proc')) {
		if (!/^\d+$/.test(name)) continue;
		try {
			const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
			const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
			names.set(Number(name), stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')));
			parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
		} catch {
			// It has ended.
		}
	}
	const below = (pid: number): number =>
		(without.includes(names.get(pid)!) ? 0 : cpuOf(pid)) +
		(parents.get(pid) ?? []).reduce((sum, child) => sum + below(child), 0);
	return below(root);
}

/** @returns undefined where it is not installed */
function versionOf(program: string, flag: string): string | undefined {
	const {status, stdout} = spawnSync(program, [flag], {encoding: 'utf8'});
	return status === 0 ? stdout.trim() : undefined;
}
