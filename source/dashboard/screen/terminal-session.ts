import {once} from 'node:events';
import {exitCodes} from '../../errors/command-error.ts';
import {stopBlocking} from '../../node/stop-blocking.ts';
import {holdWarnings} from '../../node/warnings.ts';
import {redact} from '../../terminal/redact.ts';
import {safe} from '../drawing/foreign-text.ts';
import type {Size} from '../drawing/layout.ts';
import type {OutputStage, Painted} from '../output/output-stage.ts';
import {runEditor} from '../programs/run-on-terminal.ts';
import type {Terminal} from '../state/terminal.ts';
import type {App} from './app.tsx';
import {writeCrashReport} from './crash-report.ts';

const enter = '\u001B[?1049h\u001B[?25l\u001B[H';
const restore = '\u001B[?2004l\u001B[?1049l\u001B[?25h\u001B[0m';
/** Milliseconds to wait for a terminal that takes no output. */
const writeTimeout = 1000;

/**
 * Every way out of the dashboard (a key, a signal, a crash, a hang-up) goes through here and restores the
 * terminal.
 */
export class TerminalSession implements Terminal {
	exitCode = 0;
	ended = false;
	/** Printed on the normal screen in place of the usual last words. */
	words: string | undefined;
	painted: Painted | undefined;
	stage: OutputStage | undefined;
	readonly #output: NodeJS.WriteStream;
	#app: App | undefined;
	readonly #finished = Promise.withResolvers<void>();
	#onHangUp: () => void = () => {};
	#root: string | undefined;

	constructor(output: NodeJS.WriteStream) {
		this.#output = output;
		stopBlocking(output);
	}

	/** The size of the frame; during a resize the window's differs. */
	get size(): Size {
		const {columns, rows} = this.stage ?? this.#output;
		return {columns: columns || 80, rows: rows || 24};
	}

	/** Shows rows without Ink; those that are there already are not sent again. */
	paint(rows: string[]): void {
		const {columns} = this.#output;
		const {painted} = this;
		const shown = painted && painted.columns === columns ? painted.rows : [];
		const changed = rows.flatMap((row, index) =>
			row === shown[index] ? [] : `\u001B[${index + 1}H\u001B[2K${row}`,
		);
		this.#output.write(`${painted ? '' : enter}${changed.join('')}`);
		this.painted = {columns, rows};
	}

	/** @param cleanUp runs even when the terminal is gone */
	onHangUp(cleanUp: () => void): void {
		this.#onHangUp = cleanUp;
	}

	/** @param root for crash reports */
	async run(start: () => Promise<App | undefined>, root: string): Promise<void> {
		this.#root = root;
		this.#listen('on');
		// Ink writes its last sequence, which shows the cursor, to stderr.
		stopBlocking(process.stderr);
		const showWarnings = holdWarnings();
		try {
			if (!this.ended) await this.#runApp(start);
		} catch (error) {
			this.crash(error);
		} finally {
			this.#listen('off');
		}
		this.#app?.unmount();
		await this.#written(restore);
		showWarnings();
	}

	async #runApp(start: () => Promise<App | undefined>): Promise<void> {
		this.#app = await start();
		this.#app?.ended.then(
			() => this.end(this.exitCode),
			error => this.crash(error),
		);
		await this.#finished.promise;
	}

	/** @param words replaces the usual last words */
	end(exitCode: number, words?: string): void {
		if (this.ended) return;
		this.ended = true;
		this.exitCode = exitCode;
		this.words = words;
		this.#finished.resolve();
	}

	leave(): void {
		this.end(0);
	}

	send(sequence: string): void {
		this.#output.write(sequence);
	}

	/** The terminal is gone: nothing is drawn any more, and nothing may keep the process. */
	readonly hangUp = (): void => {
		this.#onHangUp();
		this.#output.off('error', this.hangUp).on('error', () => {});
		this.#output.write(restore);
		process.exit(exitCodes.hungUp);
	};

	/** A bug: writes a report to a file and a sentence to the normal screen, both without secrets. */
	readonly crash = (error: unknown): void => {
		const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
		const report = safe(redact(text));
		const file = writeCrashReport(this.#root ?? '', report);
		const where = file ? `The report is in ${file}\n` : `${report}\n`;
		this.end(1, `Error: The dashboard crashed: ${firstLine(report)}\n${where}`);
	};

	redraw(): void {
		this.#app?.redraw();
	}

	async handOver(work: () => Promise<void>): Promise<void> {
		await this.#app?.handOver(work);
	}

	edit(file: string, line?: number): Promise<void> {
		return this.handOver(() => runEditor(file, line));
	}

	/** Job control: the shell gets the terminal until `fg`. */
	suspend(): Promise<void> {
		return this.handOver(async () => {
			const continued = once(process, 'SIGCONT');
			// The whole job, as the terminal would: npm may be its leader.
			process.kill(0, 'SIGTSTP');
			await continued;
		});
	}

	#listen(onOrOff: 'on' | 'off'): void {
		process[onOrOff]('SIGHUP', this.hangUp);
		process[onOrOff]('SIGTERM', this.#terminate);
		process[onOrOff]('SIGINT', this.#interrupt);
		process[onOrOff]('uncaughtException', this.crash);
		process[onOrOff]('unhandledRejection', this.crash);
		this.#output[onOrOff]('error', this.hangUp);
	}

	readonly #terminate = (): void => this.end(exitCodes.terminated, '');
	readonly #interrupt = (): void => this.end(exitCodes.interrupted, '');

	/** Waits until the terminal has taken it, within limits. */
	#written(text: string): Promise<void> {
		return new Promise(resolve => {
			const timer = setTimeout(resolve, writeTimeout);
			this.#output.write(text, () => {
				clearTimeout(timer);
				resolve();
			});
		});
	}
}

function firstLine(text: string): string {
	return text.split('\n')[0]!;
}
