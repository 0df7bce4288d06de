import {colouredPart, type Meaning, ourTheme, type Theme} from '../../terminal/colours.ts';

/** Each mark says the state without its colour. Single marks are one column wide. */
const unicode = {
	applied: '✓',
	unapplied: '○',
	failed: '✗',
	changed: '~',
	running: '●',
	stopped: '○',
	open: '▾',
	folded: '▸',
	selected: '›',
	ellipsis: '…',
	dot: '·',
	done: '█',
	todo: '░',
	/** From nothing to full. */
	bars: ' ▁▂▃▄▅▆▇█',
	/** The cell of braille without dots; where there is none, graphs are of bars. */
	emptyDots: '\u2800',
	/** In graphs. */
	moment: '┆',
	below: '▼',
	atLeast: '≥',
	/** Around matches, where there are no colours. */
	match: '»«',
	box: '┌─┐│└┘',
	focusedBox: '┏━┓┃┗┛',
};

const ascii: typeof unicode = {
	applied: 'X',
	unapplied: 'o',
	failed: '!',
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
	emptyDots: '',
	moment: '|',
	below: 'v',
	atLeast: '>=',
	match: '><',
	box: '+-+|++',
	focusedBox: '+=+|++',
};

let colour = true;
let theme: Theme = ourTheme;
export let glyphs = unicode;

export interface Look {
	colour: boolean;
	unicode: boolean;
	/** The operator's own colours. */
	theme?: Partial<Theme>;
}

/** Called once, before anything is drawn. */
export function chooseLook(look: Look): void {
	colour = look.colour;
	theme = {...ourTheme, ...look.theme};
	glyphs = look.unicode ? unicode : ascii;
}

/** Without colours, marks take their place. */
export function isColoured(): boolean {
	return colour;
}

/** A locale without UTF-8 gets boxes and marks in ASCII. */
export function showsUnicode(environment: NodeJS.ProcessEnv): boolean {
	const {LC_ALL, LC_CTYPE, LANG, TERM} = environment;
	if (TERM === 'linux') return false;
	const locale = LC_ALL || LC_CTYPE || LANG;
	return locale === undefined || locale === '' || /utf-?8/i.test(locale);
}

/** Even where parts of the text have colours of their own; the current match keeps its colour. */
export function paintSelected(text: string): string {
	const [begin, end] = theme.currentMatch;
	const parts = text.split(new RegExp(`(\\u001B\\[${begin}m.*?\\u001B\\[${end}m)`));
	const isMatch = (index: number) => index % 2 === 1;
	return parts
		.map((part, index) =>
			isMatch(index) ? part : paint('selected', part.replace(/\u001B\[[0-9;]*m/g, '')),
		)
		.join('');
}

/** Colours a text by its meaning, or returns it as it is. */
export function paint(meaning: Meaning, text: string): string {
	return colour && text !== '' ? colouredPart(meaning, text, theme) : text;
}

/** A screen reader reads lines as they come; a screen that is redrawn is noise to it. */
export function wantsLines({INK_SCREEN_READER, ACCESSIBLE}: NodeJS.ProcessEnv): boolean {
	return [INK_SCREEN_READER, ACCESSIBLE].some(
		value => value !== undefined && !['', '0', 'false'].includes(value),
	);
}
