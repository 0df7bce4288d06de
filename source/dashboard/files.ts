import {existsSync} from 'node:fs';
import path from 'node:path';
import {writeFileAtomically} from '../atomic-file.ts';
import {journalPath} from '../runs/journal.ts';
import {commandFile} from '../runs/start-run.ts';
import {serverLogPath} from '../server/log-file.ts';
import {isShell} from './command-words.ts';
import type {Dashboard} from './dashboard.ts';
import {LinePrompt} from './dialogs/line-prompt.ts';
import {placeIn, shownText} from './log/texts.ts';
import {runChosen, runOnTerminal} from './run-on-terminal.ts';
import type {Surroundings} from './surroundings.ts';

/** The files that the panes are about: to edit, to read and to save; and programs on the terminal. */
export class Files {
	readonly #dashboard: Dashboard;
	readonly #surroundings: Surroundings;

	constructor(dashboard: Dashboard, surroundings: Surroundings) {
		this.#dashboard = dashboard;
		this.#surroundings = surroundings;
	}

	/** The place that the log's line points to, that of the first problem, else the selected migration. */
	toEdit(): {file: string; line?: number} | undefined {
		const {focus} = this.#dashboard.view.snapshot();
		const inLog = focus === 'log' ? this.#placeInLog() : undefined;
		if (inLog) return inLog;
		const problem = this.#dashboard.problems.find(({file}) => file);
		if (problem) return {file: this.#inProject(problem.file!), line: problem.line};
		const file = focus === 'migrations' ? this.#dashboard.tree.file() : undefined;
		return file ? {file} : undefined;
	}

	edit(file?: string): void {
		const place = file === undefined ? this.toEdit() : {file};
		if (place) this.#try(this.#surroundings.edit(place.file, place.line));
	}

	/** The whole log, the selected run's journal, or the file that `e` would open. */
	toRead(): string | undefined {
		const {focus} = this.#dashboard.view.snapshot();
		const run = this.#dashboard.selectedActivity()?.run;
		const file =
			focus === 'migrations'
				? this.toEdit()?.file
				: focus === 'activity'
					? run && journalPath(this.#dashboard.root, run)
					: serverLogPath(this.#dashboard.root);
		return file && existsSync(file) ? file : undefined;
	}

	page(): void {
		const file = this.toRead();
		if (!file) return;
		// The log's colours are those of its server; its end is what one wants to read.
		const forLess = ['-R', ...(file.endsWith('.log') ? ['+G'] : [])];
		const wordsFor = (name: string) => [...(name === 'less' ? forLess : []), file];
		this.#handOver(() => runChosen(process.env.PAGER || 'less', wordsFor, this.#dashboard.root));
	}

	/** A command that wants the terminal for itself. @param words without `quarterdeck` */
	runHere(words: string[]): void {
		const {root} = this.#dashboard;
		this.#handOver(async () => {
			const all = [commandFile(), '--project', root, ...words];
			const exitCode = await runOnTerminal(process.execPath, all, root);
			// What it said is to be read before the dashboard comes back.
			if (exitCode !== 0 || !isShell(words)) await waitForEnter();
		});
	}

	/** Asks for a name and writes what the pane shows, without borders; never over another file. */
	save(): void {
		const text = this.#shown();
		if (text === '') {
			this.#dashboard.toast('warning', 'There is nothing to save.');
			return;
		}
		const {focus} = this.#dashboard.view.snapshot();
		const prompt: LinePrompt = new LinePrompt({
			sign: 'Save to ',
			value: `${focus}-${new Date().toISOString().slice(0, 19).replace(/\D/g, '')}.txt`,
			hint: () => 'Enter saves, Esc cancels',
			onChange() {},
			onClose: name => {
				this.#dashboard.closeDialog(prompt);
				this.#write(name, text);
			},
			onCancel: () => this.#dashboard.closeDialog(prompt),
		});
		this.#dashboard.openDialog(prompt);
	}

	#write(name: string, text: string): void {
		const file = this.#inProject(name.trim());
		try {
			if (name.trim() === '') throw new Error('a name is needed');
			if (existsSync(file)) throw new Error(`${file} is there already`);
			writeFileAtomically(file, `${text}\n`);
			this.#dashboard.toast('success', `Saved to ${file}`);
		} catch (error) {
			this.#dashboard.toast('alarm', `Nothing was saved: ${(error as Error).message}`);
		}
	}

	#shown(): string {
		const {focus, log} = this.#dashboard.view.snapshot();
		const {store} = this.#dashboard.logPane;
		if (focus === 'log') return shownText(store, log, 0, store.total - 1);
		const offers = this.#dashboard.copying.offers();
		return offers.find(({key}) => key === 'a')?.text ?? offers.map(({text}) => text).join('\n');
	}

	#placeInLog(): {file: string; line: number} | undefined {
		const {store, current} = this.#dashboard.logPane;
		const place = placeIn(store, current);
		const file = place && this.#inProject(place.file);
		return file && existsSync(file) ? {file, line: place.line} : undefined;
	}

	#inProject(file: string): string {
		return path.resolve(this.#dashboard.root, file);
	}

	#handOver(work: () => Promise<void>): void {
		this.#try(this.#surroundings.handOver(work));
	}

	#try(work: Promise<void>): void {
		work.catch((error: Error) => this.#dashboard.toast('alarm', error.message));
	}
}

async function waitForEnter(): Promise<void> {
	const {createInterface} = await import('node:readline/promises');
	const prompt = createInterface({input: process.stdin, output: process.stdout});
	const ended = new Promise<void>(resolve => prompt.once('close', () => resolve()));
	await Promise.race([prompt.question('Press Enter to come back.'), ended]);
	prompt.close();
}
