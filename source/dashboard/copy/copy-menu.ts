import type {Key} from '../../terminal/keys/key.ts';
import {fit} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import {closeHint, keyHint} from '../drawing/key-hints.ts';
import type {Size} from '../drawing/layout.ts';
import {glyphs, paintSelected} from '../drawing/theme.ts';
import {copy} from '../programs/copy.ts';
import {Dialog, type Picture, widthFor} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import type {CopyItem} from './copy-items.ts';

export class CopyMenu extends Dialog {
	readonly #items: CopyItem[];
	#index = 0;

	constructor(session: Session, items: CopyItem[]) {
		super(session);
		this.#items = items;
	}

	override draw({columns}: Size): Picture {
		const width = widthFor(columns, 72);
		const labels = Math.max(...this.#items.map(({label}) => label.length));
		const rows = this.#items.map(({key, label, text}, index) => {
			const chosen = index === this.#index;
			const mark = chosen ? glyphs.selected : ' ';
			const start = safe(text.split('\n')[0]!);
			const row = fit(`${mark} ${key}  ${label.padEnd(labels)}  ${start}`, width - 4);
			return chosen ? paintSelected(row) : row;
		});
		return {
			title: 'Copy',
			columns: width,
			rows,
			below: ['', `${keyHint('Enter', 'copy')}   ${closeHint()}`],
		};
	}

	press({name}: Key): boolean {
		const last = this.#items.length - 1;
		const index = this.#items.findIndex(({key}) => key === name);
		if (name === 'Esc' || name === 'q') this.close();
		else if (name === 'Enter') this.#copy(this.#index);
		else if (index >= 0) this.#copy(index);
		else if (name === 'j' || name === 'Down') this.#index = Math.min(last, this.#index + 1);
		else if (name === 'k' || name === 'Up') this.#index = Math.max(0, this.#index - 1);
		else return false;
		this.changed();
		return true;
	}

	#copy(index: number): void {
		this.close();
		copy(this.session, this.#items[index]!);
	}
}
