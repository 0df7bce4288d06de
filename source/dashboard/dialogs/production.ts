import type {Key} from '../../terminal/keys/key.ts';
import {databaseText} from '../drawing/foreign-text.ts';
import type {Size} from '../drawing/layout.ts';
import {paint} from '../drawing/theme.ts';
import {Dialog, type Picture, widthFor} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import {Consent} from './consent.ts';

class ProductionDialog extends Dialog {
	readonly #what: string;
	readonly #then: () => void;
	readonly #consent: Consent;

	/** @param what is about to be done: `Create a superuser` @param then does it */
	constructor(session: Session, what: string, then: () => void) {
		super(session);
		this.#what = what;
		this.#then = then;
		this.#consent = new Consent(session);
		this.field = this.#consent.field;
	}

	override draw({columns}: Size): Picture {
		const width = widthFor(columns, 72);
		const {project} = this.session;
		return {
			title: `${this.#what}?`,
			columns: width,
			meaning: 'error',
			rows: [
				`${paint('production', ' PRODUCTION ')}   ${project ? databaseText(project.database) : ''}`,
				'',
				...this.#consent.rows(width - 4, []),
			],
		};
	}

	press(key: Key): boolean {
		if (key.name === 'Esc') this.close();
		else if (this.#consent.isGivenBy(key)) {
			this.close();
			this.#then();
		}
		return true;
	}
}

/** In production, nothing touches the database before its name was typed. @param then does it */
export function askInProduction(session: Session, what: string, then: () => void): void {
	if (session.isProduction) new ProductionDialog(session, what, then).open();
	else then();
}
