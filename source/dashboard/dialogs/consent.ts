import type {Key} from '../../terminal/keys/key.ts';
import {type Field, newField} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';

/** Asks before a command touches the database: `y`, or its name, if data or production is at stake. */
export class Consent {
	/** For the database name; missing where `y` is enough. */
	readonly field: Field | undefined;
	readonly #session: Session;
	readonly #losesData: boolean;

	constructor(session: Session, losesData = false) {
		this.#session = session;
		this.#losesData = losesData;
		if (losesData || session.isProduction) this.field = newField('database');
	}

	get flags(): string[] {
		return [
			...(this.#losesData ? ['--allow-data-loss'] : []),
			...(this.#session.isProduction ? ['--allow-production'] : []),
		];
	}

	isGivenBy({name}: Key): boolean {
		if (!this.field) return name === 'y';
		return name === 'Enter' && this.field.value === this.databaseName;
	}

	get databaseName(): string {
		return this.#session.project?.database.name ?? '';
	}
}
