import {sanitise} from '../../terminal/sanitise.ts';
import {clip} from '../cells.ts';
import {runText} from '../command.ts';
import type {Dashboard} from '../dashboard.ts';
import {safe} from '../foreign-text.ts';
import type {Key} from '../keys.ts';
import type {Size} from '../layout.ts';
import {glyphs, paint} from '../theme.ts';
import {Dialog, type Picture, widthFor} from './dialog.ts';
import {closeHint} from './key-rows.ts';

/** A command line and what it said, as on a terminal. */
export class OutputDialog extends Dialog {
	readonly #dashboard: Dashboard;
	readonly #words: string[];
	#text = '';
	#exitCode: number | undefined;
	#process: ReturnType<typeof runText> | undefined;

	constructor(dashboard: Dashboard, words: string[]) {
		super();
		this.#dashboard = dashboard;
		this.#words = words;
	}

	override start(): void {
		this.#process = runText(this.#dashboard.root, this.#words, text => {
			this.#text = (this.#text + text).slice(-400_000);
			this.changed();
		});
		this.#process.ended.then(({exitCode, complaint}) => {
			this.#exitCode = exitCode;
			this.#text += complaint;
			this.changed();
		});
	}

	override closed(): void {
		this.#process?.interrupt();
	}

	override cancel(): boolean {
		if (this.#exitCode !== undefined) return false;
		this.#process?.interrupt();
		return true;
	}

	draw({columns}: Size): Picture {
		const width = widthFor(columns, 110);
		const lines = this.#text.replace(/\n$/, '').split('\n');
		return {
			title: `quarterdeck ${this.#words.map(safe).join(' ')}`,
			columns: width,
			rows: lines.map(line => clip(sanitise(line.replaceAll('\t', '    ')), width - 4)),
			below: ['', `${this.#end()}   ${closeHint()}`],
			meaning: this.#exitCode ? 'alarm' : undefined,
		};
	}

	press(key: Key): boolean {
		return this.closeOrScroll(key, false);
	}

	#end(): string {
		if (this.#exitCode === undefined) return paint('warning', `${glyphs.running} running`);
		return this.#exitCode === 0
			? paint('applied', `${glyphs.applied} done`)
			: paint('alarm', `${glyphs.failed} ended with ${this.#exitCode}`);
	}
}
