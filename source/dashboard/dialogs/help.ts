import {type Action, isFor, whyDisabled} from '../actions/action.ts';
import {fit} from '../cells.ts';
import type {Dashboard} from '../dashboard.ts';
import type {Key} from '../keys.ts';
import type {PaneName, Size} from '../layout.ts';
import {paint} from '../theme.ts';
import {Dialog, newField, type Picture, widthFor} from './dialog.ts';

const titles: Record<PaneName, string> = {
	migrations: 'Migrations',
	server: 'Server',
	log: 'Server log',
	activity: 'Activity',
};

/** Every key that works in the focused pane, from the one table of actions; `/` filters. */
export class HelpDialog extends Dialog {
	readonly #dashboard: Dashboard;
	readonly #pane: PaneName;
	#filter = '';

	constructor(dashboard: Dashboard, pane: PaneName) {
		super();
		this.#dashboard = dashboard;
		this.#pane = pane;
	}

	draw({columns}: Size): Picture {
		const width = widthFor(columns, 84);
		const groups = Map.groupBy(
			helpActions(this.#dashboard.actions, this.#pane, this.#filter),
			({group}) => group,
		);
		const rows = [...groups].flatMap(([group, entries], index) => [
			...(index > 0 ? [''] : []),
			paint('title', group),
			...entries.map(action => this.#row(action)),
		]);
		return {
			title: `Help: ${titles[this.#pane]}`,
			columns: width,
			rows: rows.length > 0 ? rows : [paint('quiet', 'No key matches.')],
			below: this.field
				? ['', {before: '/', field: this.field, columns: width - 8}]
				: [
						'',
						`${paint('key', '/')} filter${this.#filter ? `: ${this.#filter}` : ''}   ${paint('key', 'Esc')} close`,
					],
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
		if (key.name === 'Esc' || key.name === '?' || key.name === 'q') {
			this.#dashboard.closeDialog(this);
			return true;
		}
		return this.scroll(key);
	}

	override typed(): void {
		this.#filter = this.field!.value;
		this.top = 0;
	}

	#pressFilter({name}: Key): boolean {
		if (name === 'Esc') this.#filter = '';
		if (name === 'Esc' || name === 'Enter') this.field = undefined;
		else return false;
		this.changed();
		return true;
	}

	#row(action: Action): string {
		const {keys, label, command} = action;
		const why = whyDisabled(this.#dashboard, action);
		const row = `  ${fit(keys.join(' '), 12)}${label}`;
		if (why) return paint('quiet', `${row}  (${why})`);
		const line = command ? paint('quiet', `   quarterdeck ${command}`) : '';
		return `  ${paint('key', fit(keys.join(' '), 12))}${label}${line}`;
	}
}

/** The keys that work in a pane, its own first. */
export function helpActions(actions: Action[], pane: PaneName, filter: string): Action[] {
	const wanted = filter.toLowerCase();
	const usable = actions.filter(action => action.keys.length > 0 && isFor(pane, action));
	const own = usable.filter(({panes}) => panes);
	return [...own, ...usable.filter(({panes}) => !panes)].filter(({keys, label, command = ''}) =>
		`${keys.join(' ')} ${label} ${command}`.toLowerCase().includes(wanted),
	);
}
