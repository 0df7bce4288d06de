import type {Question} from '../../runs/events.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {runText, type ShownCommand} from '../commands/command.ts';
import {copied} from '../drawing/foreign-text.ts';
import {isKeyOf} from '../input/key-names.ts';
import {copy} from '../programs/copy.ts';
import {Dialog} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';

/** The option that answers a question whether to continue. */
const yes = '--noinput';

export class OutputDialog extends Dialog {
	readonly words: string[];
	#text = '';
	#exitCode: number | undefined;
	#question: Question | undefined;
	#process: ShownCommand | undefined;

	constructor(session: Session, words: string[]) {
		super(session);
		this.words = words;
	}

	override start(): void {
		this.#process = runText(this.session.root, this.words, text => {
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

	press(key: Key): boolean {
		if (isKeyOf('copy', key.name)) {
			copy(this.session, {label: 'the output', text: copied(this.#text.trimEnd())});
		} else if (key.name === 'y' && this.asks) {
			this.close();
			new OutputDialog(this.session, [...this.words, yes]).open();
		} else return this.closeOrScroll(key);
		return true;
	}

	get lines(): string[] {
		return this.#text.replace(/\n$/, '').split('\n');
	}

	/** Missing while the command runs. */
	get exitCode(): number | undefined {
		return this.#exitCode;
	}

	/** The command has asked whether to continue, and `y` runs it again with the answer. */
	get asks(): boolean {
		return this.#question?.kind === 'confirm' && this.#question.flag === yes;
	}
}
