import {readFileSync} from 'node:fs';
import {sanitise} from '../../terminal/sanitise.ts';
import {wrap} from '../cells.ts';
import {runText} from '../command.ts';
import type {Dashboard} from '../dashboard.ts';
import type {Key} from '../keystrokes.ts';
import type {Size} from '../layout.ts';
import {glyphs, paint} from '../theme.ts';
import {Dialog, type Picture, widthFor} from './dialog.ts';

const tabs = ['SQL up', 'SQL down', 'File'] as const;
type Tab = (typeof tabs)[number];

/** One migration: the SQL of its two directions, and its file. */
export class MigrationDialog extends Dialog {
	readonly #dashboard: Dashboard;
	readonly #app: string;
	readonly #name: string;
	readonly #file: string | undefined;
	readonly #texts: Partial<Record<Tab, string>> = {};
	#tab: Tab = 'SQL up';

	/** @param file absolute path, where there is one */
	constructor(dashboard: Dashboard, app: string, name: string, file: string | undefined) {
		super();
		this.#dashboard = dashboard;
		this.#app = app;
		this.#name = name;
		this.#file = file;
	}

	start(): void {
		this.#show('SQL up');
	}

	draw({columns}: Size): Picture {
		const width = widthFor(columns, 110);
		const text = this.#texts[this.#tab] ?? `Reading ${glyphs.ellipsis}`;
		const bar = tabs.map(tab =>
			tab === this.#tab ? paint('focus', `[${tab}]`) : paint('quiet', ` ${tab} `),
		);
		const lines = wrap(sanitise(text.replaceAll('\t', '  '), {colour: false}).trimEnd(), width - 4);
		return {
			title: `${this.#app}.${this.#name}`,
			columns: width,
			rows: [bar.join(' '), '', ...lines],
			below: [
				'',
				`${paint('key', 'Tab')} next   ${this.#file ? `${paint('key', 'e')} edit   ` : ''}${paint('key', 'Esc')} close`,
			],
		};
	}

	press(key: Key): boolean {
		const index = tabs.indexOf(this.#tab);
		if (key.name === 'Esc' || key.name === 'q' || key.name === 'Enter')
			this.#dashboard.closeDialog(this);
		else if (key.name === 'Tab' || key.name === 'Right') this.#show(tabs[(index + 1) % 3]!);
		else if (key.name === 'S-Tab' || key.name === 'Left') this.#show(tabs[(index + 2) % 3]!);
		else if (key.name === 'e' && this.#file) this.#dashboard.edit(this.#file);
		else return this.scroll(key);
		return true;
	}

	#show(tab: Tab): void {
		this.#tab = tab;
		this.top = 0;
		if (this.#texts[tab] === undefined) this.#read(tab);
		this.changed();
	}

	#read(tab: Tab): void {
		if (tab === 'File') {
			this.#texts.File = this.#file ? readText(this.#file) : 'This migration has no file here.';
			return;
		}
		const words = ['sqlmigrate', this.#app, this.#name];
		if (tab === 'SQL down') words.push('--backwards');
		let text = '';
		const child = runText(this.#dashboard.root, words, part => {
			text += part;
		});
		child.ended.then(({complaint}) => {
			this.#texts[tab] = text || complaint || 'No statements.';
			this.changed();
		});
	}
}

function readText(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		return (error as Error).message;
	}
}
