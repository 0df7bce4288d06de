/** Parameters of SGR. */
export type Codes = readonly [begin: string, end: string];

/**
 * The only place that picks colours, all of them among the 16 ANSI colours. Many terminals draw bold text in the
 * bright colour, and bright green, yellow and cyan vanish on a white background: these are not bold.
 */
export const ourTheme = {
	heading: ['36', '39'],
	strong: ['1', '22'],
	success: ['32', '39'],
	failure: ['31;1', '39;22'],
	error: ['31', '39'],
	warning: ['33', '39'],
	quiet: ['2', '22'],
	/** Parts of the dashboard. */
	applied: ['32', '39'],
	production: ['31;7;1', '39;27;22'],
	focus: ['36', '39'],
	key: ['36', '39'],
	selected: ['7', '27'],
	redirect: ['36', '39'],
	match: ['7', '27'],
	currentMatch: ['30;43', '39;49'],
	added: ['32', '39'],
	removed: ['31', '39'],
	/** Parts of SQL. */
	keyword: ['36', '39'],
	literal: ['32', '39'],
} satisfies Record<string, Codes>;

export type Meaning = keyof typeof ourTheme;

export type Theme = Record<Meaning, Codes>;

export type Paint = (meaning: Meaning, text: string) => string;

export const plain: Paint = (_, text) => text;
/** For lines of output: resets everything at the end. */
export const coloured: Paint = (meaning, text) => `\u001B[${ourTheme[meaning][0]}m${text}\u001B[0m`;
/** For parts of a row: resets only what it has set. */
export function colouredPart(meaning: Meaning, text: string, theme: Theme = ourTheme): string {
	const [begin, end] = theme[meaning];
	return begin === '' ? text : `\u001B[${begin}m${text}\u001B[${end}m`;
}

/** NO_COLOR and TERM=dumb turn colour off; FORCE_COLOR turns it on without a terminal. */
export function wantsColour(
	stream: {isTTY?: boolean},
	environment: NodeJS.ProcessEnv = process.env,
): boolean {
	const {NO_COLOR, FORCE_COLOR, TERM} = environment;
	if (NO_COLOR || TERM === 'dumb') return false;
	if (FORCE_COLOR !== undefined && FORCE_COLOR !== '')
		return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
	return stream.isTTY === true;
}
