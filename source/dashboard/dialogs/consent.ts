import type {Key} from '../../terminal/keys/key.ts';
import {paragraph, safe} from '../drawing/foreign-text.ts';
import {keyHint, keyRows} from '../drawing/key-hints.ts';
import {paint} from '../drawing/theme.ts';
import {type Field, newField, type Row} from '../state/dialog.ts';
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
		return name === 'Enter' && this.field.value === this.#name;
	}

	/** @param hints other keys, beside `y` @param why the name is required, as sentences */
	rows(inside: number, hints: string[], why: string[] = []): Row[] {
		if (!this.field) return keyRows([keyHint('y', 'run it'), ...hints], inside);
		const before = [...why, 'Type the database name to continue: '].join(' ');
		const isNarrow = before.length + 8 > inside;
		const short = isNarrow ? 'Database name: ' : before;
		const columns = Math.max(8, Math.min(inside - short.length, this.#name.length + 8));
		return [
			...(isNarrow ? why.flatMap(text => paragraph(text, inside, 'error')) : []),
			{before: paint('error', short), field: this.field, columns},
			`${paint('strong', safe(this.#name))}   ${keyHint('Enter', 'continue')}   ${keyHint('Esc', 'cancel')}`,
		];
	}

	get #name(): string {
		return this.#session.project?.database.name ?? '';
	}
}
