import {existsSync} from 'node:fs';
import type {Key} from '../../terminal/keys/key.ts';
import {Consent} from '../dialogs/consent.ts';
import {isKeyOf} from '../input/key-names.ts';
import {copy} from '../programs/copy.ts';
import {editFile, pageText} from '../programs/foreground.ts';
import type {Field} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import {failureText} from './failure-rows.ts';
import {leftUnfinished, type Remedy, remediesFor} from './remedies.ts';
import type {RunProgress} from './run/run-progress.ts';

export interface Continuation {
	/** What follows `migrate`. */
	words: string[];
	/** It has just failed. For an older failure, the status says whether it was resolved since. */
	isFresh: boolean;
	planAgain: () => void;
	/** @param flag the remedy's @param consent flags of the consent to it */
	runAgain: (flag: string, consent: string[]) => void;
}

export interface ChosenRemedy {
	remedy: Remedy;
	consent: Consent;
	/** What follows `migrate`, without the consent. */
	words: string[];
}

/** Offers remedies for a failure, and asks for consent to the chosen one. */
export class FailureDesk {
	readonly progress: RunProgress;
	readonly #session: Session;
	readonly #ways: Continuation | undefined;
	#chosen: ChosenRemedy | undefined;

	/** @param ways missing where another operator started the run */
	constructor(session: Session, progress: RunProgress, ways: Continuation | undefined) {
		this.#session = session;
		this.progress = progress;
		this.#ways = ways;
	}

	get chosen(): ChosenRemedy | undefined {
		return this.#chosen;
	}

	get isAsking(): boolean {
		return this.#chosen !== undefined;
	}

	get field(): Field | undefined {
		return this.#chosen?.consent.field;
	}

	get remedies(): Remedy[] {
		return this.#ways ? remediesFor(this.progress, this.#isSettled(this.#ways)) : [];
	}

	/** That of the migration, if it is there. */
	get file(): string | undefined {
		const migration = this.progress.failed?.migration ?? leftUnfinished(this.progress);
		const file = this.#session.migration(migration ?? '')?.path;
		return file && existsSync(file) ? file : undefined;
	}

	/** A remedy may have the key. */
	get canPage(): boolean {
		return !this.remedies.some(({key}) => isKeyOf('pager', key));
	}

	/** @returns false when the key means nothing here */
	press(key: Key): boolean {
		if (this.#chosen) return this.#pressAsked(this.#chosen, key);
		const remedy = this.remedies.find(way => way.key === key.name);
		if (remedy) this.#choose(remedy);
		else if (isKeyOf('copy', key.name))
			void copy(this.#session, {label: 'the error', text: failureText(this.progress)});
		else if (isKeyOf('pager', key.name)) pageText(this.#session, failureText(this.progress));
		else if (isKeyOf('edit', key.name) && this.file) editFile(this.#session, this.file);
		else return false;
		return true;
	}

	#isSettled({isFresh}: Continuation): boolean {
		const migration = leftUnfinished(this.progress);
		const isLeft = this.#session.problems.some(
			problem => problem.code === 'unfinished-migration' && problem.migration === migration,
		);
		return !isFresh && !isLeft;
	}

	#choose(remedy: Remedy): void {
		const {words, planAgain} = this.#ways!;
		const consent = new Consent(this.#session);
		if (remedy.flag) this.#chosen = {remedy, consent, words: [...words, remedy.flag]};
		else planAgain();
	}

	#pressAsked({remedy, consent}: ChosenRemedy, key: Key): boolean {
		if (key.name === 'Esc') this.#chosen = undefined;
		else if (consent.isGivenBy(key)) this.#ways!.runAgain(remedy.flag!, consent.flags);
		else return false;
		return true;
	}
}
