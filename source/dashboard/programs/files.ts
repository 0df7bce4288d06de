import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import {journalPath} from '../../runs/journal.ts';
import {serverLogPath} from '../../server/control/log-file.ts';
import {writePiecesAtomically} from '../../system/atomic-file.ts';
import {offersOf} from '../copy/offers.ts';
import {LinePrompt} from '../dialogs/line-prompt.ts';
import {counted} from '../drawing/counted.ts';
import {glyphs} from '../drawing/theme.ts';
import {placeInSource} from '../log/texts.ts';
import type {Dashboard} from '../screen/dashboard.ts';

/** The files that the panes are about: to edit, to read and to save. */
export class Files {
	readonly #dashboard: Dashboard;

	constructor(dashboard: Dashboard) {
		this.#dashboard = dashboard;
	}

	/** The place that the log's line points to, that of the first problem, else the selected migration's. */
	toEdit(): {file: string; line?: number} | undefined {
		const {focus} = this.#dashboard.view.snapshot();
		const inLog = focus === 'log' ? this.#placeInLog() : undefined;
		if (inLog) return inLog;
		const problem = this.#dashboard.problems.find(({file}) => file);
		if (problem) return {file: this.#inProject(problem.file!), line: problem.line};
		const file =
			focus === 'migrations' ? (this.#dashboard.tree.file() ?? this.#emptySettings()) : undefined;
		return file ? {file} : undefined;
	}

	/** Where a project without apps gets its first one. */
	#emptySettings(): string | undefined {
		const {status} = this.#dashboard.status.snapshot();
		const file = this.#inProject('settings.ts');
		return status?.apps.length === 0 && existsSync(file) ? file : undefined;
	}

	/** Opens $EDITOR on a file, by default on the one that the focused pane is about. */
	edit(file?: string): void {
		const place = file === undefined ? this.toEdit() : {file};
		if (place) this.#dashboard.foreground.edit(place.file, place.line);
	}

	/** The whole log, the selected run's journal, or the file that `e` would open. */
	toRead(): string | undefined {
		const {focus} = this.#dashboard.view.snapshot();
		const run = this.#dashboard.activities.selected()?.run;
		const file =
			focus === 'migrations'
				? this.toEdit()?.file
				: focus === 'activity'
					? run && journalPath(this.#dashboard.root, run)
					: serverLogPath(this.#dashboard.root);
		return file && existsSync(file) ? file : undefined;
	}

	/** Opens $PAGER on the file of `toRead`. */
	page(): void {
		const file = this.toRead();
		if (!file) return;
		// The log's colours are those of its server; its end is what one wants to read.
		const forLess = ['-R', ...(file.endsWith('.log') ? ['+G'] : [])];
		this.#dashboard.foreground.run(process.env.PAGER || 'less', name => [
			...(name === 'less' ? forLess : []),
			file,
		]);
	}

	/** Asks for a name and writes what the pane shows, without borders; never over another file. */
	save(): void {
		const pieces = this.#shown();
		if (!pieces) {
			this.#dashboard.toast('warning', 'There is nothing to save.');
			return;
		}
		const {focus} = this.#dashboard.view.snapshot();
		this.#dashboard.openDialog(
			new LinePrompt({
				sign: 'Save to ',
				value: `${focus}-${new Date().toISOString().slice(0, 19).replace(/\D/g, '')}.txt`,
				hint: () => 'Enter saves, Esc cancels',
				onEnter: name => void this.#write(name, pieces),
			}),
		);
	}

	async #write(name: string, pieces: () => AsyncIterable<string>): Promise<void> {
		// As a shell would read it.
		const file = this.#inProject(name.trim().replace(/^~(?=\/)/, homedir()));
		try {
			if (name.trim() === '') throw new Error('a name is needed');
			if (existsSync(file)) throw new Error(`${file} is there already`);
			const folder = path.dirname(file);
			if (!existsSync(folder)) throw new Error(`${folder} does not exist`);
			this.#dashboard.toast('quiet', `Saving to ${file} ${glyphs.ellipsis}`);
			const lines = await writePiecesAtomically(file, unlessTaken(file, pieces()));
			this.#dashboard.toast('success', `Saved to ${file} (${counted(lines, 'line')})`);
		} catch (error) {
			this.#dashboard.toast('alarm', `Nothing was saved: ${(error as Error).message}`);
		}
	}

	#shown(): (() => AsyncIterable<string>) | undefined {
		const offers = offersOf(this.#dashboard);
		const all = offers.find(({key}) => key === 'a');
		if (all?.pieces) return all.pieces;
		const text = all?.text ?? offers.map(({text}) => text).join('\n');
		return text === '' ? undefined : () => once(`${text}\n`);
	}

	#placeInLog(): {file: string; line: number} | undefined {
		const {store, current} = this.#dashboard.logPane;
		const place = placeInSource(store, current);
		const file = place && this.#inProject(place.file);
		return file && existsSync(file) ? {file, line: place.line} : undefined;
	}

	#inProject(file: string): string {
		return path.resolve(this.#dashboard.root, file);
	}
}

/** Fails at the end where somebody else has made the file meanwhile. */
async function* unlessTaken(file: string, pieces: AsyncIterable<string>): AsyncGenerator<string> {
	yield* pieces;
	if (existsSync(file)) throw new Error(`${file} is there already`);
}

async function* once(text: string): AsyncGenerator<string> {
	yield text;
}
