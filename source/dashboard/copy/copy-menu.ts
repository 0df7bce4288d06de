import type {Key} from '../../terminal/keys/key.ts';
import {copy} from '../programs/copy.ts';
import {Dialog} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import type {CopyItem} from './copy-items.ts';

export class CopyMenu extends Dialog {
	readonly items: CopyItem[];
	#index = 0;

	constructor(session: Session, items: CopyItem[]) {
		super(session);
		this.items = items;
	}

	/** The index of the item that Enter copies. */
	get chosen(): number {
		return this.#index;
	}

	press({name}: Key): boolean {
		const last = this.items.length - 1;
		const index = this.items.findIndex(({key}) => key === name);
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
		copy(this.session, this.items[index]!);
	}
}
