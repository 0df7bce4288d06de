/**
 * Draws the readme's picture from the real screen: opens the dashboard on a copy of the tutorial's
 * project in an emulated terminal, goes some steps of the tutorial by keys, and writes what stands on
 * the screen to docs/dashboard.svg.
 *
 *     npm run picture
 */
import {cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {writeFileAtomically} from '../source/atomic-file.ts';

const root = path.dirname(import.meta.dirname);
const [columns, rows] = [112, 32];
const cell = {width: 8.4, height: 18};
const palette = [
	...['#1b1f27', '#f0616d', '#7ecb8f', '#e5c07b', '#6cb0f5', '#c792ea', '#56c8d8', '#c8cdd8'],
	...['#6b7280', '#ff7b86', '#98e6a8', '#f4d58d', '#8cc5ff', '#d9a9f5', '#7fe0ec', '#ffffff'],
];
const [background, foreground] = ['#12151b', '#c8cdd8'];

const project = path.join(mkdtempSync(path.join(tmpdir(), 'quarterdeck-picture-')), 'tutorial');
try {
	prepare();
	writeFileAtomically(path.join(root, 'docs/dashboard.svg'), await draw());
} finally {
	rmSync(path.dirname(project), {recursive: true, force: true});
}

function prepare(): void {
	cpSync(path.join(root, 'fixtures/tutorial'), project, {recursive: true});
	mkdirSync(path.join(project, 'node_modules'));
	symlinkSync(root, path.join(project, 'node_modules/quarterdeck'));
	for (const name of ['@mikro-orm', 'koa']) {
		symlinkSync(path.join(root, 'node_modules', name), path.join(project, 'node_modules', name));
	}
}

/** @returns the picture, as SVG */
async function draw(): Promise<string> {
	const {CI, NO_COLOR, ...environment} = process.env;
	const screen = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	const terminal = pty.spawn(process.execPath, [path.join(root, 'dist/cli.js')], {
		cols: columns,
		rows,
		cwd: project,
		env: {...environment, TERM: 'xterm-256color', LANG: 'C.UTF-8'} as Record<string, string>,
	});
	terminal.onData(data => screen.write(data));
	const ended = new Promise(resolve => terminal.onExit(resolve));
	const shows = (text: string) => until(text, () => textOf(screen).includes(text));
	try {
		await shows('changes without a migration');
		terminal.write('m');
		await shows('y write it');
		terminal.write('y');
		await shows('Esc close');
		terminal.write('\u001B');
		await shows('3 unapplied migration(s)');
		terminal.write('s');
		await shows('● running');
		const url = /http:\/\/127\.0\.0\.1:\d+/.exec(textOf(screen))![0];
		for (const page of ['/account/', '/accounts/login/', '/accounts/profile/', '/nothing/here/']) {
			await fetch(url + page, {redirect: 'manual'});
		}
		await shows('/nothing/here/ HTTP');
		const picture = svgOf(screen);
		terminal.write('q');
		await shows('stop the server and quit');
		terminal.write('s');
		await ended;
		return picture;
	} finally {
		terminal.kill('SIGKILL');
	}
}

async function until(what: string, condition: () => boolean): Promise<void> {
	for (const end = Date.now() + 20_000; !condition(); ) {
		if (Date.now() > end) throw new Error(`The screen never showed: ${what}`);
		await new Promise(resolve => setTimeout(resolve, 30));
	}
}

type Screen = InstanceType<typeof xterm.Terminal>;

function textOf(screen: Screen): string {
	return lines(screen)
		.map(line => line.translateToString())
		.join('\n');
}

function lines(screen: Screen) {
	return Array.from({length: rows}, (_, row) => screen.buffer.active.getLine(row)!);
}

function svgOf(screen: Screen): string {
	const [width, height] = [columns * cell.width + 24, rows * cell.height + 24];
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="The dashboard of Quarterdeck">`,
		`<rect width="${width}" height="${height}" rx="8" fill="${background}"/>`,
		`<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">`,
		...lines(screen).flatMap((_, row) => runs(screen, row).map(run => drawRun(run, row))),
		'</g>',
		'</svg>',
		'',
	].join('\n');
}

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
	for (let column = 0; column < columns; column++) {
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

function lookOf(at: NonNullable<ReturnType<ReturnType<typeof lines>[number]['getCell']>>) {
	const color = at.isFgPalette() ? palette[at.getFgColor()]! : foreground;
	const fill = at.isBgPalette() ? palette[at.getBgColor()] : undefined;
	const inverse = at.isInverse() !== 0;
	return {
		color: inverse ? (fill ?? background) : color,
		fill: inverse ? color : fill,
		bold: at.isBold() !== 0,
		dim: at.isDim() !== 0,
	};
}

function drawRun({column, text, color, fill, bold, dim}: Run, row: number): string {
	const [x, y] = [12 + column * cell.width, 12 + row * cell.height];
	const length = [...text].length * cell.width;
	const box = fill
		? `<rect x="${x}" y="${y}" width="${length}" height="${cell.height}" fill="${fill}"/>`
		: '';
	const look = `${bold ? ' font-weight="bold"' : ''}${dim ? ' opacity="0.6"' : ''}`;
	// Viewers fold plain spaces, and stretch what is left.
	const escaped = text
		.replace(/[&<>]/g, mark => `&#${mark.charCodeAt(0)};`)
		.replaceAll(' ', '\u00A0');
	return `${box}<text x="${x.toFixed(1)}" y="${y + 14}" textLength="${length.toFixed(1)}" fill="${color}"${look}>${escaped}</text>`;
}
