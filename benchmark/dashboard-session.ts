import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

const root = path.dirname(import.meta.dirname);
export const cli = path.join(root, 'dist/cli.js');
const standIn = path.join(root, 'fixtures/stand-in-for-quarterdeck/cli.mjs');

/** A project with migrations to move among, whose commands are played by the stand-in. */
export function playedProject(
	labels = ['accounts', 'orders', 'stock'],
	migrationsOfEach = 8,
): string {
	const folder = path.join(mkdtempSync(path.join(tmpdir(), 'quarterdeck-benchmark-')), 'shop');
	mkdirSync(path.join(folder, '.quarterdeck'), {recursive: true});
	const apps = labels.map(label => ({
		label,
		migrations: Array.from({length: migrationsOfEach}, (_, index) => ({
			name: `${String(index + 1).padStart(4, '0')}_step`,
			applied: index < 5 ? '2026-11-24T10:00:00Z' : null,
			warnings: [],
		})),
		unmadeChanges: [],
	}));
	const status = {
		project: 'shop',
		root: folder,
		environment: 'development',
		database: {driver: 'sqlite', name: 'db.sqlite3', reachable: true},
		apps,
		unapplied: 9,
		server: {state: 'running', url: 'http://127.0.0.1:8000', pid: 1},
		runs: [],
		operators: [],
		problems: [],
	};
	writeFileSync(path.join(folder, 'stand-in.json'), JSON.stringify({status}));
	writeFileSync(logOf(folder), '');
	return folder;
}

export const logOf = (folder: string) => path.join(folder, '.quarterdeck/server.log');

export const removeProject = (folder: string) =>
	rmSync(path.dirname(folder), {recursive: true, force: true});

/** CPU seconds that a process has used so far. */
export function cpuOf(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** A program in a terminal of its own, with what it has sent and what is seen. */
export class ProgramSession {
	bytes = 0;
	writes = 0;
	lastAt = performance.now();
	readonly screen: InstanceType<typeof xterm.Terminal>;
	readonly #terminal: pty.IPty;
	readonly #ended: Promise<unknown>;
	#onDrawn: () => void = () => {};

	/** @param command the program and its words */
	constructor(
		[program, ...words]: [string, ...string[]],
		columns: number,
		rows: number,
		{cwd, env}: {cwd?: string; env?: Record<string, string>} = {},
	) {
		const {CI, SSH_CONNECTION, NO_COLOR, FORCE_COLOR, ...own} = process.env;
		this.screen = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
		this.#terminal = pty.spawn(program, words, {
			cols: columns,
			rows,
			cwd,
			env: {...own, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env},
		});
		this.#terminal.onData(data => {
			this.bytes += Buffer.byteLength(data);
			this.writes++;
			this.lastAt = performance.now();
			this.screen.write(data, () => this.#onDrawn());
		});
		this.#ended = new Promise(resolve => this.#terminal.onExit(resolve));
	}

	get pid(): number {
		return this.#terminal.pid;
	}

	press(keys: string): void {
		this.#terminal.write(keys);
	}

	resize(columns: number, rows: number): void {
		this.#terminal.resize(columns, rows);
		this.screen.resize(columns, rows);
	}

	text(): string {
		const {active} = this.screen.buffer;
		return Array.from(
			{length: this.screen.rows},
			(_, row) => active.getLine(row)?.translateToString() ?? '',
		).join('\n');
	}

	/** @returns milliseconds until the screen fulfils it; undefined after the deadline */
	drawn(condition: () => boolean, deadline = 5000): Promise<number | undefined> {
		const start = performance.now();
		return new Promise(resolve => {
			const done = (time: number | undefined) => {
				clearTimeout(timer);
				this.#onDrawn = () => {};
				resolve(time);
			};
			const timer = setTimeout(() => done(undefined), deadline);
			this.#onDrawn = () => {
				if (condition()) done(performance.now() - start);
			};
			this.#onDrawn();
		});
	}

	async shows(text: string | RegExp): Promise<void> {
		const time = await this.drawn(() => this.text().search(text) >= 0, 20_000);
		if (time === undefined) throw new Error(`Never seen: ${text}\n${this.text()}`);
	}

	/** Waits until nothing has been sent for a while. */
	async settled(milliseconds = 300): Promise<void> {
		while (performance.now() - this.lastAt < milliseconds) await delay(20);
	}

	/** CPU seconds used so far. */
	cpu(): number {
		return cpuOf(this.pid);
	}

	megabytes(): number {
		const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
		return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
	}

	async end(keys = 'd'): Promise<void> {
		const timer = setTimeout(() => this.#terminal.kill('SIGKILL'), 3000);
		this.press(keys);
		await this.#ended;
		clearTimeout(timer);
	}
}

/** The dashboard of a project whose commands are played by the stand-in. */
export class DashboardSession extends ProgramSession {
	constructor(folder: string, columns: number, rows: number, env: Record<string, string> = {}) {
		const command: [string, ...string[]] = [process.execPath, cli, '--project', folder];
		super(command, columns, rows, {env: {QUARTERDECK_CLI: standIn, ...env}});
	}
}
