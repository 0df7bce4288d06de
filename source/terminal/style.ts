import {BoundedCache} from './bounded-cache.ts';

/** The style of a cell: SGR codes in a fixed order. Equal styles are usually the same object. */
export interface Style {
	/** `1;32`; empty for the default style. */
	readonly codes: string;
	readonly parts: ReadonlyMap<Attribute, string>;
	/** Whether a space looks different in it. */
	readonly showsOnSpaces: boolean;
}

const attributes = [
	...(['bold', 'dim', 'italic', 'underline', 'inverse', 'struck', 'overlined'] as const),
	...(['foreground', 'background', 'underlineColour'] as const),
];
type Attribute = (typeof attributes)[number];

const on: Record<number, Attribute> = {
	1: 'bold',
	2: 'dim',
	3: 'italic',
	4: 'underline',
	21: 'underline',
	7: 'inverse',
	9: 'struck',
	53: 'overlined',
	38: 'foreground',
	48: 'background',
	58: 'underlineColour',
};

const off: Record<number, Attribute[]> = {
	22: ['bold', 'dim'],
	23: ['italic'],
	24: ['underline'],
	27: ['inverse'],
	29: ['struck'],
	55: ['overlined'],
	39: ['foreground'],
	49: ['background'],
	59: ['underlineColour'],
};

const offCode = Object.fromEntries(
	Object.entries(off).flatMap(([code, names]) => names.map(name => [name, code])),
) as Record<Attribute, string>;

/** The parts of a style that are visible on a space. */
const seenOnSpaces: Attribute[] = ['underline', 'inverse', 'struck', 'overlined', 'background'];

/** Styles and the transitions between them are few, unless a log has many colours. */
const limit = 4000;
const styles = new BoundedCache<string, Style>(limit);
const stylesAfter = new BoundedCache<string, Style>(limit);
const steps = new BoundedCache<string, string>(limit);

/** The default style. */
export const defaultStyle: Style = {codes: '', parts: new Map(), showsOnSpaces: false};

function styleOf(parts: Map<Attribute, string>): Style {
	const codes = attributes.flatMap(name => parts.get(name) ?? []).join(';');
	if (codes === '') return defaultStyle;
	return styles.get(codes, () => ({
		codes,
		parts,
		showsOnSpaces: seenOnSpaces.some(name => parts.has(name)),
	}));
}

/** The style after an SGR sequence. @param parameters the text between `ESC [` and `m` */
export function styleAfter(style: Style, parameters: string): Style {
	return stylesAfter.get(`${style.codes}m${parameters}`, () => changedStyle(style, parameters));
}

function changedStyle(style: Style, parameters: string): Style {
	const parts = new Map(style.parts);
	const codes = parameters.split(';');
	while (codes.length > 0) {
		const code = codes.shift()!;
		const number = Number(code.split(':')[0]);
		if (number === 0 || code === '4:0') parts.clear();
		else if (off[number]) for (const name of off[number]) parts.delete(name);
		else {
			const name = on[number] ?? colouredBy(number);
			const rest = code.includes(':') ? 0 : parametersOf(number, Number(codes[0]));
			if (name) parts.set(name, [code, ...codes.splice(0, rest)].join(';'));
		}
	}
	return styleOf(parts);
}

function colouredBy(code: number): Attribute | undefined {
	if ((code >= 30 && code < 38) || (code >= 90 && code < 98)) return 'foreground';
	return (code >= 40 && code < 48) || (code >= 100 && code < 108) ? 'background' : undefined;
}

/** The number of parameters of a colour: `38;5;n` and `38;2;r;g;b`. */
function parametersOf(code: number, kind: number): number {
	if (code !== 38 && code !== 48 && code !== 58) return 0;
	return kind === 5 ? 2 : kind === 2 ? 4 : 0;
}

/** The shortest sequence that changes one style into another. */
export function stepBetween(from: Style, to: Style): string {
	if (from === to || from.codes === to.codes) return '';
	return steps.get(`${from.codes}>${to.codes}`, () => {
		const afresh = to.codes === '' ? '' : `0;${to.codes}`;
		const changes = changesBetween(from, to);
		return `\u001B[${afresh.length < changes.length ? afresh : changes}m`;
	});
}

function changesBetween(from: Style, to: Style): string {
	const ended = new Set(
		attributes
			.filter(name => from.parts.has(name) && !to.parts.has(name))
			.map(name => offCode[name]),
	);
	const begun = attributes.filter(
		name =>
			to.parts.has(name) &&
			(to.parts.get(name) !== from.parts.get(name) || ended.has(offCode[name])),
	);
	return [...ended, ...begun.map(name => to.parts.get(name)!)].join(';');
}
