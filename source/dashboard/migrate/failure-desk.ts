import {existsSync} from 'node:fs';
import type {Key} from '../../terminal/keys/key.ts';
import {Consent} from '../dialogs/consent.ts';
import {closeHint, keyHint, keyRows} from '../drawing/key-hints.ts';
import {isKeyOf, keyOf} from '../input/key-names.ts';
import {copy} from '../programs/copy.ts';
import {editFile, pageText} from '../programs/foreground.ts';
import type {Field, Row} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import {type FailureRows, failureRows, failureText} from './failure-rows.ts';
import {leftUnfinished, type Remedy, remediesFor} from './remedies.ts';
import type {RunProgress} from './run-progress.ts';

export interface Continuation {
	/** What follows `migrate`. */
	words: string[];
	/** It has just failed. For an older failure, the status says whether it was resolved since. */
	isFresh: boolean;
	planAgain: () => void;
	/** @param flag the remedy's @param consent flags of the consent to it */
	runAgain: (flag: string, consent: string[]) => void;
}

/** Shows a failure, offers remedies, and asks for consent to the chosen one. */
export class FailureDesk {
	readonly #session: Session;
	readonly #progress: RunProgress;
	readonly #ways: Continuation | undefined;
	#chosen: {remedy: Remedy; consent: Consent} | undefined;

	/** @param ways missing where another operator started the run */
	constructor(session: Session, progress: RunProgress, ways: Continuation | undefined) {
		this.#session = session;
		this.#progress = progress;
		this.#ways = ways;
	}

	get isAsking(): boolean {
		return this.#chosen !== undefined;
	}

	get field(): Field | undefined {
		return this.#chosen?.consent.field;
	}

	/** @returns false when the key means nothing here */
	press(key: Key): boolean {
		if (this.#chosen) return this.#pressAsked(this.#chosen, key);
		const remedy = this.#remedies.find(way => way.key === key.name);
		if (remedy) this.#choose(remedy);
		else if (isKeyOf('copy', key.name))
			void copy(this.#session, {label: 'the error', text: failureText(this.#progress)});
		else if (isKeyOf('pager', key.name)) pageText(this.#session, failureText(this.#progress));
		else if (isKeyOf('edit', key.name) && this.#file) editFile(this.#session, this.#file);
		else return false;
		return true;
	}

	rows(inside: number): FailureRows {
		return failureRows(
			this.#progress,
			inside,
			this.#canPage ? `: ${keyOf('pager')} shows all` : '',
		);
	}

	below(inside: number): Row[] {
		if (!this.#chosen) return ['', ...keyRows(this.#hints, inside)];
		const {remedy, consent} = this.#chosen;
		const words = [...this.#ways!.words, remedy.flag];
		return [
			'',
			`${remedy.label}?  quarterdeck migrate ${words.join(' ')}`,
			...consent.rows(inside, [keyHint('Esc', 'back')]),
		];
	}

	get #remedies(): Remedy[] {
		return this.#ways ? remediesFor(this.#progress, this.#isSettled(this.#ways)) : [];
	}

	#isSettled({isFresh}: Continuation): boolean {
		const migration = leftUnfinished(this.#progress);
		const isLeft = this.#session.problems.some(
			problem => problem.code === 'unfinished-migration' && problem.migration === migration,
		);
		return !isFresh && !isLeft;
	}

	#choose(remedy: Remedy): void {
		if (remedy.flag) this.#chosen = {remedy, consent: new Consent(this.#session)};
		else this.#ways!.planAgain();
	}

	#pressAsked({remedy, consent}: {remedy: Remedy; consent: Consent}, key: Key): boolean {
		if (key.name === 'Esc') this.#chosen = undefined;
		else if (consent.isGivenBy(key)) this.#ways!.runAgain(remedy.flag!, consent.flags);
		else return false;
		return true;
	}

	get #file(): string | undefined {
		const migration = this.#progress.failed?.migration ?? leftUnfinished(this.#progress);
		const file = this.#session.migration(migration ?? '')?.path;
		return file && existsSync(file) ? file : undefined;
	}

	/** A remedy may have the key. */
	get #canPage(): boolean {
		return !this.#remedies.some(({key}) => isKeyOf('pager', key));
	}

	get #hints(): string[] {
		return [
			...this.#remedies.map(({key, label}) => keyHint(key, label)),
			...(this.#file ? [keyHint(keyOf('edit'), 'edit the file')] : []),
			keyHint(keyOf('copy'), 'copy the error'),
			closeHint(),
		];
	}
}
