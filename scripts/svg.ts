/** Turns what stands on an emulated terminal into an SVG picture. */
import type xterm from '@xterm/headless';

export type Screen = InstanceType<typeof xterm.Terminal>;

const cell = {width: 8.4, height: 18};
/** The sixteen colours, background and foreground of a terminal. */
const themes = {
	dark: [
		...['#1b1f27', '#f0616d', '#7ecb8f', '#e5c07b', '#6cb0f5', '#c792ea', '#56c8d8', '#c8cdd8'],
		...['#6b7280', '#ff7b86', '#98e6a8', '#f4d58d', '#8cc5ff', '#d9a9f5', '#7fe0ec', '#ffffff'],
		...['#12151b', '#c8cdd8'],
	],
	light: [
		...['#000000', '#c91b00', '#008a00', '#8a7000', '#0225c7', '#a612a6', '#007a7a', '#bfbfbf'],
		...['#686868', '#ff6d67', '#3fae29', '#c7a500', '#6871ff', '#d75fd7', '#20b2aa', '#ffffff'],
		...['#fdfdfb', '#24292f'],
	],
};
let colours = themes.dark;

/** @param label what the picture shows, for who cannot see it */
export function svgOf(screen: Screen, label: string, theme: keyof typeof themes = 'dark'): string {
	colours = themes[theme];
	const {cols: columns, rows} = screen;
	const [width, height] = [columns * cell.width + 24, rows * cell.height + 24];
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">`,
		`<style>${styles()}</style>`,
		`<rect width="${width}" height="${height}" rx="8" fill="${colours[16]}"/>`,
		`<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">`,
		...Array.from({length: rows}, (_, row) =>
			runs(screen, row).map(run => drawRun(run, row)),
		).flat(),
		'</g>',
		'</svg>',
		'',
	].join('\n');
}

type Line = NonNullable<ReturnType<Screen['buffer']['active']['getLine']>>;

interface Run {
	column: number;
	text: string;
	color: string;
	fill: string | undefined;
	bold: boolean;
	dim: boolean;
}

/** Neighbours of one look are one piece of text. */
function runs(screen: Screen, row: number): Run[] {
	const line = screen.buffer.active.getLine(row)!;
	const found: Run[] = [];
	for (let column = 0; column < screen.cols; column++) {
		const look = lookOf(line.getCell(column)!);
		const last = found.at(-1);
		const text = line.getCell(column)!.getChars() || ' ';
		const same =
			last && (['color', 'fill', 'bold', 'dim'] as const).every(key => last[key] === look[key]);
		if (same) last.text += text;
		else found.push({column, text, ...look});
	}
	return found.filter(run => run.fill || run.text.trim() !== '');
}

function lookOf(at: NonNullable<ReturnType<Line['getCell']>>) {
	const color = at.isFgPalette() ? colours[at.getFgColor()]! : colours[17]!;
	const fill = at.isBgPalette() ? colours[at.getBgColor()] : undefined;
	const inverse = at.isInverse() !== 0;
	return {
		color: inverse ? (fill ?? colours[16]!) : color,
		fill: inverse ? color : fill,
		bold: at.isBold() !== 0,
		dim: at.isDim() !== 0,
	};
}

function drawRun({column, text, color, fill, bold, dim}: Run, row: number): string {
	const [x, y] = [12 + column * cell.width, 12 + row * cell.height];
	const length = [...text].length * cell.width;
	const box = fill
		? `<rect x="${short(x)}" y="${y}" width="${short(length)}" height="${cell.height}" fill="${fill}"/>`
		: '';
	const names = [`c${colours.indexOf(color)}`, ...(bold ? ['b'] : []), ...(dim ? ['d'] : [])];
	// Viewers fold plain spaces, and stretch what is left.
	const escaped = text
		.replace(/[&<>]/g, mark => `&#${mark.charCodeAt(0)};`)
		.replaceAll(' ', '\u00A0');
	return `${box}<text x="${short(x)}" y="${y + 14}" textLength="${short(length)}" class="${names.join(' ')}">${escaped}</text>`;
}

function styles(): string {
	const rules = colours.map((colour, index) => `.c${index}{fill:${colour}}`);
	return [...rules, '.b{font-weight:bold}', '.d{opacity:.6}'].join('');
}

function short(length: number): string {
	return String(Math.round(length * 10) / 10);
}
