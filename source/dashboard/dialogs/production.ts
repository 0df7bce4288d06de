import type {Key} from '../../terminal/keys/key.ts';
import {Dialog} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import {Consent} from './consent.ts';

export class ProductionDialog extends Dialog {
	readonly what: string;
	readonly consent: Consent;
	readonly #then: () => void;

	/** @param what is about to be done: `Create a superuser` @param then does it */
	constructor(session: Session, what: string, then: () => void) {
		super(session);
		this.what = what;
		this.#then = then;
		this.consent = new Consent(session);
		this.field = this.consent.field;
	}

	press(key: Key): boolean {
		if (key.name === 'Esc') this.close();
		else if (this.consent.isGivenBy(key)) {
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
