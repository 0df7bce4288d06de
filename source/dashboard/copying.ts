import {type ClipboardPlace, copyText} from './clipboard.ts';
import type {Dashboard} from './dashboard.ts';
import {CopyMenu} from './dialogs/copy-menu.ts';
import type {PaneName} from './layout.ts';
import {currentBlock, lastErrorBlock, shownText} from './log/texts.ts';
import type {Surroundings} from './surroundings.ts';

/** Something of a pane that can be copied. */
export interface Offer {
	/** The key in the menu. */
	key: string;
	label: string;
	text: string;
}

/** What the focused pane has to copy, and copying it. */
export class Copying {
	readonly #dashboard: Dashboard;
	readonly #surroundings: Surroundings;

	constructor(dashboard: Dashboard, surroundings: Surroundings) {
		this.#dashboard = dashboard;
		this.#surroundings = surroundings;
	}

	open(): void {
		this.#dashboard.openDialog(new CopyMenu(this.#dashboard, this.offers()));
	}

	/** Says in a toast how it was done; a clipboard that fails is no reason to end. */
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

	/** Those with nothing in them are left out. */
	offers(): Offer[] {
		const {focus} = this.#dashboard.view.snapshot();
		return this.#all[focus]().filter(({text}) => text !== '');
	}

	readonly #all: Record<PaneName, () => Offer[]> = {
		log: () => {
			const {store, current} = this.#dashboard.logPane;
			const {log, logSeen} = this.#dashboard.view.snapshot();
			return [
				{
					key: 'l',
					label: 'the line',
					text: current < 0 ? '' : shownText(store, log, current, current),
				},
				{key: 'b', label: 'the block', text: currentBlock(store, current)},
				{key: 'v', label: 'the view', text: shownText(store, log, logSeen.first, logSeen.last)},
				{key: 'e', label: 'the last error', text: lastErrorBlock(store, log)},
				{
					key: 'a',
					label: 'all that passes the filter',
					text: shownText(store, log, 0, store.total - 1),
				},
			];
		},
		migrations: () => {
			const row = this.#dashboard.tree.selected();
			const {problems} = this.#dashboard;
			return [
				{key: 'n', label: 'the name', text: row?.id ?? ''},
				{key: 'f', label: 'the path of its file', text: this.#dashboard.tree.file() ?? ''},
				{key: 'l', label: 'the command line', text: row ? commandLineFor(row) : ''},
				{key: 'e', label: 'the error', text: problems.map(problemText).join('\n\n')},
			];
		},
		server: () => {
			const server = this.#dashboard.status.snapshot().status?.server;
			return [
				{key: 'u', label: 'the address', text: server?.url ?? ''},
				{key: 'e', label: 'the reason', text: server?.reason ?? ''},
				{key: 'l', label: 'the command line', text: 'quarterdeck runserver'},
			];
		},
		activity: () => {
			const all = this.#dashboard.activities.all.map(({command}) => `quarterdeck ${command}`);
			const chosen = this.#dashboard.activities.selected();
			return [
				{key: 'l', label: 'the command line', text: chosen ? `quarterdeck ${chosen.command}` : ''},
				{key: 'a', label: 'all of them, the oldest first', text: all.reverse().join('\n')},
			];
		},
	};

	#place(): ClipboardPlace {
		return {
			environment: process.env,
			platform: process.platform,
			send: sequence => this.#surroundings.send(sequence),
			root: this.#dashboard.root,
		};
	}
}

function commandLineFor({app, migration}: {app: string; migration?: string}): string {
	return migration ? `quarterdeck migrate ${app} ${migration}` : `quarterdeck migrate ${app}`;
}

function problemText({message, hint}: {message: string; hint?: string}): string {
	return hint ? `${message}\n${hint}` : message;
}
