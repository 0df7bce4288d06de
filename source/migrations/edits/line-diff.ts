import {diff} from 'node:util';

export interface Line {
	sign: ' ' | '+' | '-' | '…';
	text: string;
}

/** How many lines stand around a change. */
const around = 3;

/** The lines that were taken away and added, with their neighbours; `…` where some are left out. */
export function lineDiff(before: string, after: string): Line[] {
	const signs = {'-1': '+', '0': ' ', '1': '-'} as const;
	const lines = diff(linesOf(before), linesOf(after)).map(
		([sign, text]): Line => ({sign: signs[sign], text}),
	);
	const isNear = (index: number) =>
		lines.slice(Math.max(0, index - around), index + around + 1).some(({sign}) => sign !== ' ');
	return lines.flatMap((line, index) => {
		if (isNear(index)) return [line];
		return index > 0 && isNear(index - 1) ? [{sign: '…', text: ''}] : [];
	});
}

function linesOf(text: string): string[] {
	return text.replace(/\n$/, '').split('\n');
}
