import {commandFile} from '../../runs/start-run.ts';
import {stopWholeJob} from '../../terminal/whole-job.ts';
import {isShell} from '../commands/command-words.ts';
import type {Dashboard} from '../screen/dashboard.ts';
import type {Surroundings} from '../state/surroundings.ts';
import {runChosen, runOnTerminal} from './run-on-terminal.ts';

/** Programs that get the terminal for themselves; the dashboard comes back behind them. */
export class Foreground {
	readonly #dashboard: Dashboard;
	readonly #surroundings: Surroundings;

	constructor(dashboard: Dashboard, surroundings: Surroundings) {
		this.#dashboard = dashboard;
		this.#surroundings = surroundings;
	}

	/** A command of ours. @param words without `quarterdeck` */
	runCommand(words: string[]): void {
		const {root} = this.#dashboard;
		this.#handOver(async () => {
			const all = [commandFile(), '--project', root, ...words];
			const exitCode = await runOnTerminal(process.execPath, all, root);
			// What it said is to be read before the dashboard comes back.
			if (exitCode !== 0 || !isShell(words)) await waitForEnter();
		});
	}

	/** A program of the operator's, as in `$PAGER`. @param wordsFor what it gets besides, by its name */
	run(chosen: string, wordsFor: (name: string) => string[]): void {
		this.#handOver(() => runChosen(chosen, wordsFor, this.#dashboard.root));
	}

	/** Opens $VISUAL or $EDITOR. @param line counts from 1 */
	edit(file: string, line?: number): void {
		this.#try(this.#surroundings.edit(file, line));
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
	stopWholeJob(prompt);
	const ended = new Promise<void>(resolve => prompt.once('close', () => resolve()));
	await Promise.race([prompt.question('Press Enter to come back.'), ended]);
	prompt.close();
}
