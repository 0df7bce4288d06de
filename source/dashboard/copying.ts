import {type ClipboardPlace, copyText} from './clipboard.ts';
import type {Dashboard} from './dashboard.ts';
import {CopyMenu} from './dialogs/copy-menu.ts';
import {type Offer, offersOf} from './offers.ts';
import type {Surroundings} from './surroundings.ts';

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
	copy({text, label}: Pick<Offer, 'text' | 'label'>): void {
		try {
			const how = copyText(text, this.#place());
			const lines = text.split('\n').length;
			this.#dashboard.toast(
				'success',
				`Copied ${label} (${lines} line${lines > 1 ? 's' : ''}) ${how}`,
			);
		} catch (error) {
			this.#dashboard.toast('alarm', `Nothing was copied: ${(error as Error).message}`);
		}
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
