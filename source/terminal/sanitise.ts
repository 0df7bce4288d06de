import {defaultStyle, type Style, styleAfter} from './style.ts';

/** Escape sequences: CSI, the string commands (OSC, DCS, SOS, PM, APC), and two-character ones. */
const sequences =
	/\u001B(?:\[[0-?]*[ -/]*[@-~]?|[\]PX^_][^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?|[ -/]*[0-~]?)|\u009B[0-?]*[ -/]*[@-~]?|[\u0090\u0098\u009D-\u009F][^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?/g;

/** Colours and text attributes, the only sequences that are kept. */
const colour = /^\u001B\[([0-9;:]{0,32})m$/;

const reset = '\u001B[0m';

/** Blinking (slow and fast) and concealed; a terminal reads `008` as 8. */
const deceiving = new Set([5, 6, 8]);

/** Complete colours, such as `38;5;208`, in which these numbers are no attributes. */
const paletteColour =
	/(?<=^|;)0*[34]8(?:(?<mark>[;:])0*5\k<mark>\d+|;0*2(?:;\d+){3}|:0*2(?::\d*)?(?::\d+){3})(?=;|$)/g;

/** Other control characters, and the marks that reorder text. */
const controls =
	/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/;
const everyControl = new RegExp(controls, 'g');

/**
 * Makes untrusted text (a log line, a name from the database, an error message) safe to display. Colours
 * are kept unless they hide text; other controls are removed or shown as `\xNN`.
 * Linear in the text's length.
 * @param options.colour false drops colours as well
 */
export function sanitise(text: string, options: {colour?: boolean} = {}): string {
	if (!hasControls(text)) return text;
	const keepColour = options.colour ?? true;
	let safe = '';
	let end = 0;
	let coloured = false;
	let style = defaultStyle;
	for (const match of text.matchAll(sequences)) {
		safe += visible(text.slice(end, match.index));
		end = match.index + match[0].length;
		const attributes = keepColour ? colour.exec(match[0])?.[1] : undefined;
		if (attributes === undefined || hides(attributes)) continue;
		const next = styleAfter(style, attributes);
		if (isConcealed(next)) continue;
		style = next;
		// Not everything that reads colours knows the short form.
		safe += attributes === '' ? reset : match[0];
		coloured = true;
	}
	safe += visible(text.slice(end));
	return coloured ? safe + reset : safe;
}

/** Whether sanitising would change a text. */
export function hasControls(text: string): boolean {
	return controls.test(text);
}

/** Removes attributes that could deceive: blinking and concealed text. */
function hides(attributes: string): boolean {
	return attributes
		.replace(paletteColour, '')
		.split(/[;:]/)
		.some(code => deceiving.has(Number(code)));
}

function visible(text: string): string {
	return text.replace(everyControl, control =>
		control === '\r' ? '' : `\\x${control.codePointAt(0)!.toString(16).padStart(2, '0')}`,
	);
}

/** Whether a style hides its text: foreground and background are the same colour. */
function isConcealed({parts}: Style): boolean {
	const [letters, behind] = [parts.get('foreground'), parts.get('background')];
	return letters !== undefined && behind !== undefined && colourOf(letters) === colourOf(behind);
}

/** Normalises a colour: `31`, `41`, `38;5;1` and `48:5:1` are equal; so are `38;2;1;2;3` and `48:2::1:2:3`. */
function colourOf(code: string): string {
	const [number, kind, ...parameters] = code.split(/[;:]/).map(Number);
	if (kind === 5) return String(parameters[0]);
	if (kind !== undefined) return parameters.slice(-3).join();
	return String((number! % 10) + (number! >= 90 ? 8 : 0));
}
