import {runText} from './command.ts';

/** A command that the project knows. */
export interface KnownCommand {
	/** As it is typed: `check`, `accounts:import`. */
	name: string;
	summary: string;
}

/** What can be typed behind `quarterdeck`, the project's own commands too: as `help` lists it. */
export class KnownCommands {
	readonly #root: () => string;
	known: KnownCommand[] = [];
	#isReading = false;

	constructor(root: () => string) {
		this.#root = root;
	}

	/** Reads them anew: a project gets commands while one works on it. */
	read(then: () => void): void {
		if (this.#isReading) return;
		this.#isReading = true;
		let text = '';
		const child = runText(this.#root(), ['help'], part => {
			text += part;
		});
		child.ended.then(({exitCode}) => {
			this.#isReading = false;
			if (exitCode !== 0) return;
			this.known = commandsIn(text);
			then();
		});
	}
}

/** The lines of the help that name a command: `  migrate   Apply or unapply migrations`. */
export function commandsIn(help: string): KnownCommand[] {
	return [...help.matchAll(/^ {2}([a-z][\w:-]*)(?: [A-Z[][^\n]*?)? {2,}(\S[^\n]*)$/gm)].map(
		([, name, summary]) => ({name: name!, summary: summary!}),
	);
}
