import type {Key} from '../../terminal/keys/key.ts';
import {hasOpenQuote, mayRun, splitWords} from '../commands/command-words.ts';
import {Dialog, newField} from '../state/dialog.ts';
import type {ActionContext} from './action.ts';
import {type Entry, idOf, paletteEntries, ranked} from './palette-entries.ts';
import {runLine} from './run-line.ts';

/** Finds actions and commands by a few letters, and runs command lines as a shell does. */
export class PaletteDialog extends Dialog {
	readonly #context: ActionContext;
	#index = 0;

	/** @param line initial text of the field */
	constructor(context: ActionContext, line = '') {
		super(context.session);
		this.#context = context;
		this.field = newField('palette', line);
	}

	override start(): void {
		this.#context.commands.read(() => this.changed());
	}

	override typed(): void {
		this.#index = 0;
	}

	/** The index of the chosen entry. */
	get chosen(): number {
		return this.#index;
	}

	press({name}: Key): boolean {
		const last = Math.max(0, this.found.length - 1);
		if (name === 'Esc') this.close();
		else if (name === 'Down') this.#index = Math.min(last, this.#index + 1);
		else if (name === 'Up' || name === 'S-Tab') this.#index = Math.max(0, this.#index - 1);
		else if (name === 'Tab') this.#complete();
		else if (name === 'Enter') this.#enter();
		else return false;
		this.changed();
		return true;
	}

	#complete(): void {
		const command = this.found[this.#index]?.command;
		if (command) this.setField(`${command.split(' ')[0]} `);
	}

	#enter(): void {
		if (hasOpenQuote(this.field!.value)) return;
		const found = this.found;
		const line = this.line;
		const entry = found[this.#index];
		const isLine = this.runsLine(found, line);
		if (!isLine && !entry) return;
		this.close();
		if (entry && !isLine) this.session.remember(idOf(entry));
		if (!isLine && entry?.action) this.#context.act(entry.action);
		else runLine(this.#context, isLine ? line : splitWords(entry!.command!));
	}

	/** A command with arguments runs as it is typed, and so do words that match no entry. */
	runsLine(found: Entry[], line = this.line): boolean {
		return line.length > 0 && (found.length === 0 || this.#hasArguments(line));
	}

	#hasArguments([command = '', ...rest]: string[]): boolean {
		return (
			rest.length > 0 && this.#entries().some(entry => entry.command?.split(' ')[0] === command)
		);
	}

	/** The typed words, without `quarterdeck`. */
	get line(): string[] {
		const words = splitWords(this.field!.value);
		return words[0] === 'quarterdeck' || words[0] === 'qd' ? words.slice(1) : words;
	}

	/** Whether the whole list is shown, in its groups. */
	get isWhole(): boolean {
		return this.field!.value.trim() === '';
	}

	get found(): Entry[] {
		const line = this.line;
		if (!this.#hasArguments(line)) return ranked(this.#entries(), this.field!.value.trim());
		return this.#entries().filter(({command}) => command === line.join(' '));
	}

	#entries(): Entry[] {
		const {actions, commands} = this.#context;
		const {view, project, readOnly, recent} = this.session;
		const {focus} = view.snapshot();
		const entries = paletteEntries(actions, commands.known, focus, project, recent);
		// An action that only moves or shows something has no command that could be refused.
		const isAllowed = ({action, command}: Entry) =>
			action ? !action.writes : mayRun(splitWords(command!));
		return readOnly ? entries.filter(isAllowed) : entries;
	}
}
