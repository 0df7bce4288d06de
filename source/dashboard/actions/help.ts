import type {Key} from '../../terminal/keys/key.ts';
import type {PaneName} from '../drawing/layout.ts';
import {isKeyOf} from '../input/key-names.ts';
import {Dialog, newField} from '../state/dialog.ts';
import {type Action, type ActionContext, isFor, whyDisabled} from './action.ts';

export class HelpDialog extends Dialog {
	readonly #context: ActionContext;
	readonly pane: PaneName;
	#filter = '';

	constructor(context: ActionContext) {
		super(context.session);
		this.#context = context;
		this.pane = context.session.view.snapshot().focus;
	}

	get filter(): string {
		return this.#filter;
	}

	/** Those that match the filter, the pane's own ones first. */
	get actions(): Action[] {
		return helpActions(this.#context.actions, this.pane, this.#filter);
	}

	whyDisabled(action: Action): string | false {
		return whyDisabled(this.#context, action);
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
