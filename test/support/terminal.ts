import {setTimeout as delay} from 'node:timers/promises';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {killAfterTheTests} from './processes.ts';

export interface TerminalOptions {
	columns?: number;
	rows?: number;
	env?: NodeJS.ProcessEnv;
	cwd?: string;
}

/** A program in a real terminal: what it paints is read from the screen, keys go in as they are typed. */
export interface Terminal {
	/** What is on the screen, a row each, without the spaces at its end. */
	screen(): string;
	/** In which columns and rows one of these letters stands. */
	placesOf(letters: string): string[];
	/** Everything the program has sent, escape sequences included. */
	raw(): string;
	/** One write, however many keys. */
	press(keys: string): void;
	/** Waits until the screen shows it. @throws with the screen, after `deadline` milliseconds */
	shows(wanted: string | RegExp, deadline?: number): Promise<void>;
	hides(unwanted: string | RegExp, deadline?: number): Promise<void>;
	/** Waits until a condition holds. */
	waitFor(condition: () => boolean, what: string, deadline?: number): Promise<void>;
	resize(columns: number, rows: number): void;
	/** Reads nothing, as a line that stalls, until it is told to go on. */
	stall(): void;
	goOn(): void;
	/** `alternate` while the program has the screen for itself. */
	buffer(): 'normal' | 'alternate';
	kill(signal: string): void;
	/** Closes it under whatever still has it open. */
	close(): void;
	pid: number;
	exited: Promise<{exitCode: number; signal?: number}>;
}

export function openTerminal(
	command: string[],
	{columns = 120, rows = 40, env = {}, cwd = process.cwd()}: TerminalOptions = {},
): Terminal {
	const {
		CI,
		CONTINUOUS_INTEGRATION,
		NODE_TEST_CONTEXT,
		FORCE_COLOR,
		NO_COLOR,
		SSH_CONNECTION,
		NODE_OPTIONS,
		...own
	} = process.env;
	const emulator = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	const [program = '', ...words] = command;
	const child = pty.spawn(program, words, {
		cols: columns,
		rows,
		cwd,
		name: env.TERM ?? 'xterm-256color',
		env: {...own, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env} as Record<string, string>,
	});
	const hasEnded = killAfterTheTests(() => child.kill('SIGKILL'));
	let raw = '';
	let ended = false;
	child.onData(data => {
		raw += data;
		emulator.write(data);
	});
	emulator.onData(reply => {
		if (!ended) child.write(reply);
	});
	const exited = new Promise<{exitCode: number; signal?: number}>(resolve => {
		child.onExit(end => {
			ended = true;
			hasEnded();
			// What was sent last is read as well, before anyone looks.
			emulator.write('', () => resolve(end));
		});
	});
	const terminal: Terminal = {
		screen,
		placesOf,
		raw: () => raw,
		press: keys => child.write(keys),
		shows: (wanted, deadline) =>
			terminal.waitFor(() => matches(screen(), wanted), `the screen to show ${wanted}`, deadline),
		hides: (unwanted, deadline) =>
			terminal.waitFor(() => !matches(screen(), unwanted), `${unwanted} to go`, deadline),
		async waitFor(condition, what, deadline = 60_000) {
			const end = Date.now() + deadline;
			while (!condition()) {
				if (Date.now() > end) throw new Error(`Waited in vain for ${what}:\n${screen()}`);
				await delay(15);
			}
		},
		resize(newColumns, newRows) {
			child.resize(newColumns, newRows);
			emulator.resize(newColumns, newRows);
		},
		stall: () => child.pause(),
		goOn: () => child.resume(),
		buffer: () => emulator.buffer.active.type,
		kill: signal => child.kill(signal),
		close: () => (child as typeof child & {destroy(): void}).destroy(),
		pid: child.pid,
		exited,
	};
	return terminal;

	function placesOf(letters: string): string[] {
		const {active} = emulator.buffer;
		return Array.from({length: emulator.rows}, (_, row) => {
			const line = active.getLine(active.baseY + row)!;
			const found = Array.from({length: emulator.cols}, (_, column) => {
				const letter = line.getCell(column)!.getChars();
				return letter !== '' && letters.includes(letter) ? [`${letter} ${column}:${row}`] : [];
			});
			return found.flat();
		}).flat();
	}

	function screen(): string {
		const {active} = emulator.buffer;
		const lines = Array.from(
			{length: emulator.rows},
			(_, row) =>
				active
					.getLine(active.baseY + row)
					?.translateToString()
					.trimEnd() ?? '',
		);
		return lines.join('\n');
	}
}

function matches(text: string, wanted: string | RegExp): boolean {
	return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}
