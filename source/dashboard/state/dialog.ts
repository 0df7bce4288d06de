import type {Meaning} from '../../terminal/colours.ts';
import type {Size} from '../drawing/layout.ts';
import type {Key} from '../input/keys.ts';
import {Typing} from '../input/typing.ts';
import type {Session} from './session.ts';

/** A line of text that a person types. */
export interface Field {
	id: string;
	value: string;
	/** Shown in place of each character. */
	mask?: string;
	/** It was offered, and the first letter that is typed replaces it. */
	isSuggested?: boolean;
	/** Counts how often the value was set by us: the field then begins anew, with its cursor at the end. */
	version: number;
	/** The version whose input hears what is typed: React attaches it a moment after it has drawn it. */
	hears?: number;
}

/** A row of text, or a field between two texts. */
export type Row = string | {before: string; field: Field; columns: number; after?: string};

/** Which rows of a dialog are seen: so many of `count`, from `top` on. */
export interface Viewport {
	top: number;
	visible: number;
	count: number;
}

/** What is drawn of a dialog: its rows in a box, with a title in the border. */
export interface Picture {
	title: string;
	/** Rows that stay above the others when these scroll. */
	above?: Row[];
	rows: Row[];
	/** Which of `rows` to scroll to, the most important one last; without it nobody but the keys does. */
	inSight?: number[];
	/** Rows that stay below the others when these scroll. */
	below?: Row[];
	/** How many of `rows` are seen at most. */
	most?: number;
	/** In the lower border; without it, which of `rows` are seen. */
	bottom?: string;
	/** Colours border and title. */
	meaning?: Meaning;
	/** How wide it would like to be, borders included. */
	columns: number;
	/** `bottom`: the last row of the window, without a box. */
	place?: 'centre' | 'bottom';
}

let opened = 0;

/** What lies over the panes and gets the keys first. */
export abstract class Dialog {
	/** Unlike any other's, so that a field never begins with the cursor of another dialog's. */
	readonly number = ++opened;
	/** The field that text is typed into at the moment. */
	field: Field | undefined;
	/** What is typed for its fields. */
	readonly typing = new Typing();
	/** Which of its rows are on the screen. */
	viewport: Viewport = {top: 0, visible: 1, count: 0};
	readonly session: Session;

	constructor(session: Session) {
		this.session = session;
	}

	/** @param size of the window */
	abstract draw(size: Size): Picture;

	/** @returns false when the key means nothing here */
	abstract press(key: Key): boolean;

	/** It only says how something ended. */
	get isFinished(): boolean {
		return false;
	}

	/** A field may come, or come back, so that letters are typed ahead for it. */
	get awaitsText(): boolean {
		return false;
	}

	/** Whether a key that means nothing here closes it and acts on what is below. */
	passes(_key: Key): boolean {
		return this.isFinished;
	}

	/** Called once it lies over the panes. */
	start(): void {}

	/** Called when it is closed, by whatever. */
	closed(): void {}

	/** The text of `field` has changed. */
	typed(): void {}

	/** ^C while it is the uppermost. @returns false when it has nothing to cancel and should close */
	cancel(): boolean {
		return false;
	}

	/** Lays it over the panes. */
	open(): void {
		const {view} = this.session;
		view.change({dialogs: [...view.snapshot().dialogs, this], toast: undefined});
		this.start();
	}

	/** Takes it from the screen, unless it is gone already. */
	close(): void {
		const {view} = this.session;
		const {dialogs} = view.snapshot();
		if (!dialogs.includes(this)) return;
		view.change({dialogs: dialogs.filter(other => other !== this)});
		this.closed();
	}

	/** Draws it again. */
	changed(): void {
		this.session.view.change({});
	}

	/** Text goes into the field; a key with a name (Enter, Esc …) does not. */
	takesText(key: Key): boolean {
		if (!this.field) return false;
		if (key.name === 'Paste') return true;
		if (key.name === 'Backspace' || key.name === 'Left' || key.name === 'Right') return true;
		return key.name === key.text && key.text.charCodeAt(0) >= 32;
	}

	setField(value: string): void {
		if (!this.field) return;
		this.field.value = value;
		this.field.version++;
		this.typed();
		this.changed();
	}

	/** Esc closes, and where there is nothing to say yes to Enter and `q` as well; the others scroll. */
	closeOrScroll(key: Key, asks = !this.isFinished): boolean {
		const isClosing = key.name === 'Esc' || (!asks && (key.name === 'Enter' || key.name === 'q'));
		if (!isClosing) return this.scroll(key);
		this.close();
		return true;
	}

	/** @param top the first row that is seen */
	scrollTo(top: number): void {
		this.viewport = {...this.viewport, top};
	}

	/** The keys that scroll. */
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

/** So many columns where there is room for them beside the panes' borders, else the whole window. */
export function widthFor(columns: number, wanted: number): number {
	return columns >= wanted + 4 ? wanted : columns;
}
