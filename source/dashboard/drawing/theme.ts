import {colouredPart, type Meaning} from '../../terminal/colours.ts';

/** The marks of the screen: with colours or without, they show the state. Single marks are one column wide. */
const unicode = {
	applied: '✓',
	unapplied: '○',
	failed: '✗',
	changed: '~',
	running: '●',
	stopped: '○',
	open: '▾',
	folded: '▸',
	selected: '▸',
	ellipsis: '…',
	dot: '·',
	done: '█',
	todo: '░',
	/** Of a small chart, from nothing to full. */
	bars: ' ▁▂▃▄▅▆▇█',
	below: '▼',
	/** Before the level from which on lines are shown. */
	atLeast: '≥',
	/** Around what was searched, where there are no colours. */
	match: '»«',
	/** Of a pane, and of the pane that has the focus. */
	box: '┌─┐│└┘',
	focusedBox: '┏━┓┃┗┛',
};

const ascii: typeof unicode = {
	applied: '+',
	unapplied: 'o',
	failed: 'x',
	changed: '~',
	running: '*',
	stopped: 'o',
	open: 'v',
	folded: '>',
	selected: '>',
	ellipsis: '~',
	dot: '-',
	done: '#',
	todo: '.',
	bars: ' .:-=+*#',
	below: 'v',
	atLeast: '>=',
	match: '><',
	box: '+-+|++',
	focusedBox: '+=+|++',
};

let colour = true;
export let glyphs = unicode;

/** What the terminal can show. */
export interface Look {
	colour: boolean;
	unicode: boolean;
}

/** Decides once, before anything is drawn. */
export function chooseLook(look: Look): void {
	colour = look.colour;
	glyphs = look.unicode ? unicode : ascii;
}

/** Where it is not, marks stand in place of colours. */
export function isColoured(): boolean {
	return colour;
}

/** Boxes and marks are drawn in ASCII where the locale cannot show more. */
export function showsUnicode(environment: NodeJS.ProcessEnv): boolean {
	const {LC_ALL, LC_CTYPE, LANG, TERM} = environment;
	if (TERM === 'linux') return false;
	const locale = LC_ALL || LC_CTYPE || LANG;
	return locale === undefined || locale === '' || /utf-?8/i.test(locale);
}

/** The bar of what is chosen, even also where its parts have colours of their own. */
export function paintSelected(text: string): string {
	return paint('selected', text.replace(/\u001B\[[0-9;]*m/g, ''));
}

/** Colours a text by what it means; without colours it stays as it is. */
export function paint(meaning: Meaning, text: string): string {
	return colour && text !== '' ? colouredPart(meaning, text) : text;
}

/** A screen reader reads lines as they come, and a screen that is redrawn is noise to it. */
export function wantsLines({INK_SCREEN_READER, ACCESSIBLE}: NodeJS.ProcessEnv): boolean {
	return [INK_SCREEN_READER, ACCESSIBLE].some(
		value => value !== undefined && !['', '0', 'false'].includes(value),
	);
}
