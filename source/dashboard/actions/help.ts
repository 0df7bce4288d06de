import type {Key} from '../../terminal/keys/key.ts';
import {fit, widthOf, wrap} from '../drawing/cells.ts';
import {closeHint, keyHint} from '../drawing/key-hints.ts';
import {type PaneName, paneWords, type Size} from '../drawing/layout.ts';
import {paint} from '../drawing/theme.ts';
import {isKeyOf} from '../input/key-names.ts';
import {Dialog, newField, type Picture, widthFor} from '../state/dialog.ts';
import type {ActionContext} from './action.ts';
import {type Action, isFor, labelOf, whyDisabled} from './action.ts';

const keysColumns = 14;

export class HelpDialog extends Dialog {
	readonly #context: ActionContext;
	readonly #pane: PaneName;
	#filter = '';

	constructor(context: ActionContext) {
		super(context.session);
		this.#context = context;
		this.#pane = context.session.view.snapshot().focus;
	}

	override draw({columns}: Size): Picture {
		const width = widthFor(columns, 84);
		const groups = Map.groupBy(
			helpActions(this.#context.actions, this.#pane, this.#filter),
			({group, panes}) => (panes ? paneWords[this.#pane] : group),
		);
		const rows = [...groups].flatMap(([group, entries], index) => [
			...(index > 0 ? [''] : []),
			paint('strong', group),
			...entries.flatMap(action => this.#rows(action, width - 4)),
		]);
		return {
			title: `Help: ${paneWords[this.#pane]}`,
			columns: width,
			rows: rows.length > 0 ? rows : [paint('quiet', 'No keys match.')],
			below: this.field
				? ['', {before: '/', field: this.field, columns: width - 8}]
				: ['', `${keyHint('/', `filter${this.#filter && `: ${this.#filter}`}`)}   ${closeHint()}`],
		};
	}

	press(key: Key): boolean {
		if (this.field) return this.#pressFilter(key);
		if (key.name === '/') {
			this.field = newField('filter', this.#filter);
			this.changed();
			return true;
		}
		if (key.name === 'Esc' && this.#filter !== '') {
			this.#filter = '';
			this.changed();
			return true;
		}
		if (!isKeyOf('help', key.name)) return this.closeOrScroll(key, false);
		this.close();
		return true;
	}

	override typed(): void {
		this.#filter = this.field!.value;
		this.scrollTo(0);
	}

	#pressFilter({name}: Key): boolean {
		if (name === 'Esc') this.#filter = '';
		if (name === 'Esc' || name === 'Enter') this.field = undefined;
		else return false;
		this.changed();
		return true;
	}

	/** Behind the label stands the command line, where there is room, or why the action is disabled. */
	#rows(action: Action, columns: number): string[] {
		const {keys, command} = action;
		const label = labelOf(action, this.session);
		const why = whyDisabled(this.#context, action);
		const note = why ? `(${why})` : command ? `quarterdeck ${command}` : '';
		const fits = keysColumns + widthOf(`${label}   ${note}`) <= columns;
		const text = (row: string) => (why ? paint('quiet', row) : row);
		const [first, ...others] = wrap(label, columns - keysColumns);
		const key = paint(why ? 'quiet' : 'key', fit(`  ${keys.join(' ')}`, keysColumns));
		return [
			key + text(first!) + (fits && note ? paint('quiet', `   ${note}`) : ''),
			...others.map(row => indented(text(row))),
			...(why && !fits ? wrap(note, columns - keysColumns) : []).map(row => indented(text(row))),
		];
	}
}

function indented(text: string): string {
	return ' '.repeat(keysColumns) + text;
}

function helpActions(actions: Action[], pane: PaneName, filter: string): Action[] {
	const wanted = filter.toLowerCase();
	const usable = actions.filter(action => action.keys.length > 0 && isFor(pane, action));
	const own = usable.filter(({panes}) => panes);
	return [...own, ...usable.filter(({panes}) => !panes)].filter(
		({keys, label, command = '', stock = ''}) =>
			`${keys.join(' ')} ${label} ${command} ${stock}`.toLowerCase().includes(wanted),
	);
}
