/** What a text means; what it looks like is decided here alone. 16 ANSI colours, no more. */
export type Meaning =
	| 'heading'
	| 'strong'
	| 'success'
	| 'failure'
	| 'notice'
	| 'warning'
	| 'quiet'
	/** What a request was answered with, in Django's colours. */
	| 'redirected'
	| 'not-modified'
	| 'not-found'
	| 'refused'
	| 'broken';

const codes: Record<Meaning, [open: string, close: string]> = {
	heading: ['\u001B[36;1m', '\u001B[0m'],
	strong: ['\u001B[1m', '\u001B[0m'],
	success: ['\u001B[32;1m', '\u001B[0m'],
	failure: ['\u001B[31;1m', '\u001B[0m'],
	notice: ['\u001B[31m', '\u001B[0m'],
	warning: ['\u001B[33m', '\u001B[0m'],
	quiet: ['\u001B[2m', '\u001B[0m'],
	redirected: ['\u001B[32m', '\u001B[0m'],
	'not-modified': ['\u001B[36m', '\u001B[0m'],
	'not-found': ['\u001B[33m', '\u001B[0m'],
	refused: ['\u001B[31;1m', '\u001B[0m'],
	broken: ['\u001B[35;1m', '\u001B[0m'],
};

export type Paint = (meaning: Meaning, text: string) => string;

export const plain: Paint = (_, text) => text;
export const coloured: Paint = (meaning, text) => `${codes[meaning][0]}${text}${codes[meaning][1]}`;

/** NO_COLOR and TERM=dumb turn colour off; FORCE_COLOR turns it on where there is no terminal. */
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
