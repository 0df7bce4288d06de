import {exitCodes} from '../../errors/command-error.ts';
import {runCommand} from './command.ts';

export interface KnownCommand {
	/** `check`, `accounts:import` */
	name: string;
	summary: string;
}

/** The commands of Quarterdeck and of the project's apps, as `help --json` lists them. */
export class KnownCommands {
	readonly #root: () => string;
	known: KnownCommand[] = [];
	#isReading = false;

	constructor(root: () => string) {
		this.#root = root;
	}

	/** Reads the list again: apps may get commands while the dashboard is open. */
	read(then: () => void): void {
		if (this.#isReading) return;
		this.#isReading = true;
		let known: KnownCommand[] = [];
		const {ended} = runCommand(this.#root(), ['help'], answer => {
			if (answer.type === undefined) known = answer.commands;
		});
		ended.then(({exitCode}) => {
			this.#isReading = false;
			if (exitCode !== exitCodes.done) return;
			this.known = known;
			then();
		});
	}
}
