import {readFileSync} from 'node:fs';
import {sanitise} from '../../terminal/sanitise.ts';
import {wrap} from '../cells.ts';
import {runText} from '../command.ts';
import type {Dashboard} from '../dashboard.ts';
import type {Key} from '../keys.ts';
import type {Size} from '../layout.ts';
import {hazardRows} from '../panes/hazards.ts';
import {glyphs, paint} from '../theme.ts';
import {Dialog, type Picture, widthFor} from './dialog.ts';
import {closeHint, keyHint, keyRows} from './key-rows.ts';

const noFile = 'This migration has no file here.';
const tabs = ['SQL up', 'SQL down', 'File', 'Difference'] as const;
type Tab = (typeof tabs)[number];
/** What the command is given for each of them. */
const options = {'SQL up': [], 'SQL down': ['--backwards'], Difference: ['--diff']};

/** One migration: the SQL of its two directions, its file, and what was changed in that since it ran. */
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

	override start(): void {
		this.#show('SQL up');
	}

	draw({columns, rows}: Size): Picture {
		const width = widthFor(columns, 110);
		const text = this.#texts[this.#tab] ?? `Reading ${glyphs.ellipsis}`;
		const bar = tabs.map(tab =>
			tab === this.#tab ? paint('focus', `[${tab}]`) : paint('quiet', ` ${tab} `),
		);
		const lines = wrap(sanitise(text.replaceAll('\t', '  '), {colour: false}).trimEnd(), width - 4);
		return {
			title: `${this.#app}.${this.#name}`,
			columns: width,
			rows: [bar.join(' '), '', ...this.#hazards(width - 4, rows), ...lines],
			below: ['', ...keyRows(this.#hints(), width - 4)],
		};
	}

	#hints(): string[] {
		const edit = this.#file ? [keyHint('e', 'edit')] : [];
		return [keyHint('Tab', 'next'), ...edit, keyHint('c', 'copy'), closeHint()];
	}

	press(key: Key): boolean {
		const index = tabs.indexOf(this.#tab);
		if (key.name === 'Esc' || key.name === 'q' || key.name === 'Enter')
			this.#dashboard.closeDialog(this);
		else if (key.name === 'Tab' || key.name === 'Right')
			this.#show(tabs[(index + 1) % tabs.length]!);
		else if (key.name === 'S-Tab' || key.name === 'Left')
			this.#show(tabs[(index + tabs.length - 1) % tabs.length]!);
		else if (key.name === 'e' && this.#file) this.#dashboard.files.edit(this.#file);
		else if (key.name === 'c') this.#copy();
		else return this.scroll(key);
		return true;
	}

	#copy(): void {
		const text = sanitise(this.#texts[this.#tab] ?? '', {colour: false}).trimEnd();
		if (text) this.#dashboard.copying.copy({label: this.#tab, text});
	}

	/** What could go wrong when it is applied, where its SQL does not need the room. */
	#hazards(columns: number, rows: number): string[] {
		if (this.#tab !== 'SQL up') return [];
		const apps = this.#dashboard.status.snapshot().status?.apps ?? [];
		const migration = apps
			.find(({label}) => label === this.#app)
			?.migrations.find(({name}) => name === this.#name);
		if (!migration || migration.warnings.length > rows - 12) return [];
		const hazards = hazardRows(migration, columns);
		return hazards.length > 0 ? [...hazards, ''] : [];
	}

	#show(tab: Tab): void {
		this.#tab = tab;
		this.top = 0;
		if (this.#texts[tab] === undefined) this.#read(tab);
		this.changed();
	}

	#read(tab: Tab): void {
		if (tab === 'File') {
			this.#texts.File = this.#file ? readText(this.#file) : noFile;
			return;
		}
		const words = ['sqlmigrate', this.#app, this.#name, ...options[tab]];
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
