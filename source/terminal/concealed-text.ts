import type {Style} from './style.ts';

/** Whether a style hides its text: foreground and background are the same colour. */
export function isConcealed({parts}: Style): boolean {
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
