import {counted} from '../drawing/counted.ts';
import {glyphs} from '../drawing/theme.ts';
import type {Dashboard} from '../screen/dashboard.ts';
import type {Surroundings} from '../state/surroundings.ts';
import {type ClipboardPlace, copyText, copyToFile} from './clipboard.ts';
import {CopyMenu} from './copy-menu.ts';
import {type Offer, offersOf} from './offers.ts';

/** Letters of a text that is given to a clipboard. */
const longest = 4_000_000;

/** Copies to where the operator sits, and says how that was done. */
export class Copying {
	readonly #dashboard: Dashboard;
	readonly #surroundings: Surroundings;

	constructor(dashboard: Dashboard, surroundings: Surroundings) {
		this.#dashboard = dashboard;
		this.#surroundings = surroundings;
	}

	/** Opens the menu of what the focused pane has. */
	open(): void {
		this.#dashboard.openDialog(new CopyMenu(this.#dashboard, offersOf(this.#dashboard)));
	}

	/** A clipboard that fails is no reason to end. */
	copy({text, label, pieces}: Pick<Offer, 'text' | 'label' | 'pieces'>): void {
		if (pieces) void this.#copyPieces(label, pieces);
		else this.#tell(label, () => [copyText(text, this.#place()), text.split('\n').length]);
	}

	/** What is too much for a clipboard goes to a file, as it comes. */
	async #copyPieces(label: string, pieces: () => AsyncIterable<string>): Promise<void> {
		try {
			const text = await textOf(pieces());
			if (text !== undefined) return this.copy({label, text: text.replace(/\n$/, '')});
			this.#dashboard.toast('quiet', `Copying ${label} to a file ${glyphs.ellipsis}`);
			const {file, lines} = await copyToFile(pieces(), this.#dashboard.root);
			this.#tell(label, () => [`to a file: ${file}`, lines]);
		} catch (error) {
			this.#fail(error as Error);
		}
	}

	#tell(label: string, copy: () => [how: string, lines: number]): void {
		try {
			const [how, lines] = copy();
			this.#dashboard.toast('success', `Copied ${label} (${counted(lines, 'line')}) ${how}`);
		} catch (error) {
			this.#fail(error as Error);
		}
	}

	#fail({message}: Error): void {
		this.#dashboard.toast('alarm', `Nothing was copied: ${message}`);
	}

	#place(): ClipboardPlace {
		return {
			environment: process.env,
			platform: process.platform,
			send: sequence => this.#surroundings.send(sequence),
			root: this.#dashboard.root,
		};
	}
}

/** @returns nothing where it is too long */
async function textOf(pieces: AsyncIterable<string>): Promise<string | undefined> {
	let text = '';
	for await (const piece of pieces) {
		text += piece;
		if (text.length > longest) return undefined;
	}
	return text;
}
