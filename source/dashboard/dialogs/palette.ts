import {sanitise} from '../../terminal/sanitise.ts';
import {type Action, actions} from '../actions.ts';
import {fit} from '../cells.ts';
import type {Dashboard} from '../dashboard.ts';
import type {Key} from '../keystrokes.ts';
import type {Size} from '../layout.ts';
import {scrolledTo} from '../panes/frame.ts';
import {glyphs, paint, paintSelected} from '../theme.ts';
import {Dialog, newField, type Picture, widthFor} from './dialog.ts';

/** Every action by a few letters of its name, and every command line as it is typed in a shell. */
export class PaletteDialog extends Dialog {
	readonly #dashboard: Dashboard;
	#index = 0;
	#first = 0;

	constructor(dashboard: Dashboard) {
		super();
		this.#dashboard = dashboard;
		this.field = newField('palette');
	}

	override typed(): void {
		this.#index = 0;
	}

	draw({columns, rows: height}: Size): Picture {
		const width = widthFor(columns, 84);
		const found = this.#found();
		const visible = Math.max(1, Math.min(14, height - 8));
		this.#first = scrolledTo(this.#index, this.#first, visible, found.length);
		const rows = found.slice(this.#first, this.#first + visible).map((action, offset) => {
			const chosen = this.#first + offset === this.#index;
			const text = `${chosen ? glyphs.selected : ' '} ${fit(action.keys[0]!, 6)} ${fit(action.label, Math.min(38, width - 30))} ${action.command ? `quarterdeck ${action.command}` : ''}`;
			return chosen ? paintSelected(fit(text, width - 4)) : text;
		});
		const line = this.#line();
		return {
			title: 'Commands',
			columns: width,
			rows: [{before: ': ', field: this.field!, columns: width - 6}, '', ...rows],
			below: [
				'',
				line.length > 0 && this.#runsLine(found, line)
					? `${paint('key', 'Enter')} runs  quarterdeck ${sanitise(line.join(' '), {colour: false})}`
					: paint('quiet', 'Enter runs the marked one, or the command line you type'),
			],
		};
	}

	press({name}: Key): boolean {
		const count = this.#found().length;
		if (name === 'Esc') this.#dashboard.closeDialog(this);
		else if (name === 'Down' || name === 'Tab') this.#index = Math.min(count - 1, this.#index + 1);
		else if (name === 'Up' || name === 'S-Tab') this.#index = Math.max(0, this.#index - 1);
		else if (name === '^U') this.setField('');
		else if (name === 'Enter') this.#enter();
		else return false;
		this.changed();
		return true;
	}

	#enter(): void {
		const found = this.#found();
		const line = this.#line();
		this.#dashboard.closeDialog(this);
		const action = found[this.#index];
		if (line.length > 0 && this.#runsLine(found, line)) this.#dashboard.runLine(line);
		else if (action) this.#dashboard.act(action);
	}

	/** A line with arguments, or one that names no action, is run as it stands. */
	#runsLine(found: Action[], line: string[]): boolean {
		return found.length === 0 || line.length > 1;
	}

	#line(): string[] {
		const words = splitWords(this.field!.value);
		return words[0] === 'quarterdeck' || words[0] === 'qd' ? words.slice(1) : words;
	}

	#found(): Action[] {
		const [name = '', ...rest] = this.#line();
		if (rest.length > 0 || /\s$/.test(this.field!.value)) {
			return actions.filter(({command}) => command === this.#line().join(' '));
		}
		return actions
			.filter(({keys, label}) => keys[0] !== ':' && label !== '')
			.map(action => ({action, score: rank(action, name)}))
			.filter(({score}) => score > 0)
			.sort((one, other) => other.score - one.score)
			.map(({action}) => action);
	}
}

/** How well an action fits what was typed; 0 when it does not. */
function rank({label, command = '', keys}: Action, typed: string): number {
	if (typed === '') return 1;
	if (command === typed || keys[0] === typed) return 100;
	if (command.startsWith(typed)) return 80;
	const text = `${label} ${command}`.toLowerCase();
	const wanted = typed.toLowerCase();
	if (text.includes(wanted)) return 60;
	return isSpreadOver(wanted, text) ? 20 : 0;
}

/** Whether the letters stand in the text in this order: `mkm` in `make migrations`. */
function isSpreadOver(letters: string, text: string): boolean {
	let at = -1;
	return [...letters].every(letter => {
		at = text.indexOf(letter, at + 1);
		return at >= 0;
	});
}

/** Splits as a shell does, with quotes and without anything else. */
export function splitWords(line: string): string[] {
	const words = line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g);
	return [...words].map(([, double, single, bare]) => double ?? single ?? bare ?? '');
}
