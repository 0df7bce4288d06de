import type {Key} from '../../terminal/keys/key.ts';
import type {Edit, EditedText} from '../input/editing.ts';
import {isText, Typing} from '../input/typing.ts';
import type {Session} from './session.ts';
import {Store} from './store.ts';

export interface Field extends EditedText {
	id: string;
	mask?: string;
	/** The first letter that is typed replaces the value. */
	isSuggested?: boolean;
	/** Increases when the value is set from here: the field starts again, with its cursor at the end. */
	version: number;
	/** The version whose input is attached; React attaches it a moment after drawing it. */
	attached?: number;
	/** What the key that the input gets makes of the text. */
	next?: Edit;
}

export interface Viewport {
	top: number;
	visible: number;
	count: number;
}

let opened = 0;

/** Lies over the panes and gets keys first. */
export abstract class Dialog {
	/** Unique, so that a field never begins with the cursor of another dialog's. */
	readonly number = ++opened;
	field: Field | undefined;
	readonly typing = new Typing();
	viewport: Viewport = {top: 0, visible: 1, count: 0};
	readonly session: Session;
	/** Its number increases with every change of what the dialog shows. */
	readonly revision = new Store({number: 0});

	constructor(session: Session) {
		this.session = session;
	}

	/** @returns false when the key means nothing here */
	abstract press(key: Key): boolean;

	/** It only says how something ended. */
	get isFinished(): boolean {
		return false;
	}

	/** A field may follow, so letters may be typed ahead for it. */
	get awaitsText(): boolean {
		return false;
	}

	/** Whether a key without a meaning here closes the dialog and acts on what is below. */
	passes(_key: Key): boolean {
		return this.isFinished;
	}

	start(): void {}

	/** Called when it was closed, in any way. */
	closed(): void {}

	/** Called when the text of `field` has changed. */
	typed(): void {}

	/** Called when what it asks about may have changed: a question whose reason is gone resolves itself. */
	settle(): void {}

	/** ^C in the top dialog. @returns false if there is nothing to cancel and it should close */
	cancel(): boolean {
		return false;
	}

	open(): void {
		const {view} = this.session;
		view.change({dialogs: [...view.snapshot().dialogs, this], toast: undefined});
		this.start();
	}

	close(): void {
		const {view} = this.session;
		const {dialogs} = view.snapshot();
		if (!dialogs.includes(this)) return;
		view.change({dialogs: dialogs.filter(other => other !== this)});
		this.closed();
	}

	changed(): void {
		this.revision.change({number: this.revision.snapshot().number + 1});
	}

	/** Whether a key goes into the field; keys with a name (Enter, Esc …) do not. */
	takesText(key: Key): boolean {
		if (!this.field) return false;
		if (key.name === 'Paste') return true;
		if (key.name === 'Backspace' || key.name === 'Left' || key.name === 'Right') return true;
		return isText(key);
	}

	/** What the operator has made of the field's text. */
	apply({value, cursor}: Edit): void {
		if (!this.field) return;
		const isTyped = value !== this.field.value;
		Object.assign(this.field, {value, cursor, next: undefined});
		if (isTyped) this.typed();
		this.changed();
	}

	/** Replaces the field's text. */
	setField(value: string): void {
		if (!this.field) return;
		Object.assign(this.field, {value, cursor: undefined});
		this.field.version++;
		this.typed();
		this.changed();
	}

	/** Esc closes; Enter and `q` as well, if nothing is asked; other keys scroll. */
	closeOrScroll(key: Key, asks = !this.isFinished): boolean {
		const isClosing = key.name === 'Esc' || (!asks && (key.name === 'Enter' || key.name === 'q'));
		if (!isClosing) return this.scroll(key);
		this.close();
		return true;
	}

	scrollTo(top: number): void {
		this.viewport = {...this.viewport, top};
	}

	scroll({name}: Key): boolean {
		const {top, visible, count} = this.viewport;
		const steps: Record<string, number> = {
			j: 1,
			Down: 1,
			k: -1,
			Up: -1,
			PgDn: visible,
			' ': visible,
			PgUp: -visible,
			'^D': visible >> 1,
			'^U': -(visible >> 1),
			g: -count,
			Home: -count,
			G: count,
			End: count,
		};
		const step = steps[name];
		if (step === undefined) return false;
		this.scrollTo(Math.max(0, Math.min(top + step, count - visible)));
		this.changed();
		return true;
	}
}

/** @param id unique in its dialog @param mask shown in place of each character */
export function newField(id: string, value = '', mask?: string): Field {
	return {id, value, version: 0, mask};
}

/** The wanted width if it fits between the borders of panes, else the whole window. */
export function widthFor(columns: number, wanted: number): number {
	return columns >= wanted + 4 ? wanted : columns;
}
