/** The colours of letters and of what is behind them, as SGR codes name them; nothing for the terminal's own. */
export interface Colours {
	letters?: string;
	behind?: string;
}

/** Whether text in these colours cannot be seen. */
export function isConcealed({letters, behind}: Colours): boolean {
	return letters !== undefined && letters === behind;
}

/** @param attributes what stands between `ESC [` and `m` @returns the colours after it */
export function coloursAfter({letters, behind}: Colours, attributes: string): Colours {
	const codes = attributes.split(';');
	while (codes.length > 0) {
		const code = codes.shift()!;
		const [number, ...parts] = code.split(':').map(Number);
		const colour = isExtended(number!)
			? extended(parts.length > 0 ? parts : codes.splice(0, Number(codes[0]) === 5 ? 2 : 4))
			: oneOf16(number! % 10, number! >= 90);
		if (number === 0) letters = behind = undefined;
		else if (number === 39) letters = undefined;
		else if (number === 49) behind = undefined;
		else if (isIn(number!, 30)) letters = colour;
		else if (isIn(number!, 40)) behind = colour;
	}
	return {letters, behind};
}

/** 58 is the underline's. */
function isExtended(number: number): boolean {
	return number === 38 || number === 48 || number === 58;
}

/** `5;n` or `2;r;g;b`, the latter also with a colour space before it. */
function extended([kind, ...numbers]: (number | string)[]): string {
	return kind !== undefined && Number(kind) === 5
		? Number(numbers[0]).toString()
		: numbers.slice(-3).map(Number).join();
}

/** Where the 256 colours of a terminal have it. */
function oneOf16(place: number, isBright: boolean): string {
	return String(isBright ? place + 8 : place);
}

/** 30 to 38 or, bright, 90 to 97; likewise 40 and 100. */
function isIn(number: number, first: number): boolean {
	const step = number - first;
	return (step >= 0 && step <= 8) || (step >= 60 && step < 68);
}
