import type {Question} from '../../runs/events.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {runText, type ShownCommand} from '../commands/command.ts';
import {expandTabs, widthOf, wrap} from '../drawing/cells.ts';
import {copied, safe} from '../drawing/foreign-text.ts';
import {closeHint, keyHint, keyRows} from '../drawing/key-hints.ts';
import type {Size} from '../drawing/layout.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {isKeyOf, keyOf} from '../input/key-names.ts';
import {copy} from '../programs/copy.ts';
import {Dialog, type Picture, widthFor} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';

/** The option that answers a question whether to continue. */
const yes = '--noinput';

export class OutputDialog extends Dialog {
	readonly #words: string[];
	#text = '';
	#exitCode: number | undefined;
	#question: Question | undefined;
	#process: ShownCommand | undefined;

	constructor(session: Session, words: string[]) {
		super(session);
		this.#words = words;
	}

	override start(): void {
		this.#process = runText(this.session.root, this.#words, text => {
			this.#text = (this.#text + text).slice(-400_000);
			this.changed();
		});
		this.#process.ended.then(({exitCode, stderr, question}) => {
			this.#exitCode = exitCode;
			this.#question = question;
			this.#text += stderr;
			this.changed();
		});
	}

	override closed(): void {
		this.#process?.interrupt();
	}

	override cancel(): boolean {
		if (this.#exitCode !== undefined) return false;
		this.#process?.interrupt();
		return true;
	}

	override draw({columns}: Size): Picture {
		const width = widthFor(columns, 110);
		const lines = this.#text.replace(/\n$/, '').split('\n');
		return {
			title: `quarterdeck ${this.#words.map(safe).join(' ')}`,
			columns: width,
			rows: lines.flatMap(line => lineRows(line, width - 4)),
			below: ['', ...keyRows([this.#end(), ...this.#hints()], width - 4)],
			meaning: this.#exitCode ? 'error' : undefined,
		};
	}

	press(key: Key): boolean {
		if (isKeyOf('copy', key.name)) {
			copy(this.session, {label: 'the output', text: copied(this.#text.trimEnd())});
		} else if (key.name === 'y' && this.#asks) {
			this.close();
			new OutputDialog(this.session, [...this.#words, yes]).open();
		} else return this.closeOrScroll(key);
		return true;
	}

	get #asks(): boolean {
		return this.#question?.kind === 'confirm' && this.#question.flag === yes;
	}

	#hints(): string[] {
		const answer = this.#asks ? [keyHint('y', 'yes')] : [];
		return [...answer, keyHint(keyOf('copy'), 'copy'), closeHint()];
	}

	#end(): string {
		if (this.#exitCode === undefined) return paint('warning', `${glyphs.running} running`);
		return this.#exitCode === 0
			? paint('applied', `${glyphs.applied} done`)
			: paint('error', `${glyphs.failed} exited with code ${this.#exitCode}`);
	}
}

/** A line that is too long is wrapped, without its colours. */
function lineRows(line: string, columns: number): string[] {
	const coloured = expandTabs(sanitise(line));
	return widthOf(coloured) <= columns ? [coloured] : wrap(safe(line), columns);
}
