/** In terminal cells. */
export interface Size {
	columns: number;
	rows: number;
}

/** The room for a pane. Without borders, a selection with the mouse copies clean text. */
export interface PaneSize extends Size {
	borderless?: boolean;
	/** Another pane draws graphs of what is in this one. */
	hasGraphs?: boolean;
}

/** A part of the window; `left` and `top` count from 0. */
export interface Rectangle extends Size {
	left: number;
	top: number;
}

/** In this order: `1` goes to the first. */
export const paneNames = ['migrations', 'server', 'log', 'activity'] as const;
export type PaneName = (typeof paneNames)[number];

/** The names in sentences. */
export const paneWords: Record<PaneName, string> = {
	migrations: 'Migrations',
	server: 'Server',
	log: 'Server log',
	activity: 'Activity',
};

/** The names in borders, with the key that goes to the pane. */
export const paneTitles: Record<PaneName, string> = {
	migrations: `1 ${paneWords.migrations}`,
	server: `2 ${paneWords.server}`,
	log: `3 ${paneWords.log}`,
	activity: `4 ${paneWords.activity}`,
};

/** `wide` has the detail beside the list, `stacked` no detail, `tabs` one pane at a time, `line` only a sentence. */
type LayoutKind = 'wide' | 'stacked' | 'tabs' | 'line';

/** What there is to show: panes without it make room for the others. */
export interface Contents {
	/** The rows of text that the server has to show. */
	serverRows: number;
	hasLog: boolean;
}

export interface Layout extends Size {
	kind: LayoutKind;
	header: Rectangle;
	/** A pane that is one row high has no border. */
	panes: Partial<Record<PaneName, Rectangle>>;
	/** What is selected, beside the list. */
	detail?: Rectangle;
	footer: Rectangle;
	borderless: boolean;
	/** The server's pane draws graphs of the requests in the log. */
	hasGraphs: boolean;
}

/** @param focus the only visible pane where there is no room for more @param zoomed shows it alone */
export function layoutOf(size: Size, focus: PaneName, zoomed: boolean, contents: Contents): Layout {
	const {columns, rows} = size;
	const kind = kindOf(size);
	const isOne = zoomed || kind === 'tabs';
	// A zoomed pane has no border, so its title and modes take a row of the header.
	const headerRows = kind === 'line' ? 0 : zoomed && kind !== 'tabs' ? 3 : 2;
	const footerRows = kind === 'line' ? 0 : kind === 'tabs' ? 1 : 2;
	const body = rectangle(0, headerRows, columns, rows - headerRows - footerRows);
	return {
		columns,
		rows,
		kind,
		header: rectangle(0, 0, columns, headerRows),
		...bodyOf(kind, body, focus, isOne, contents),
		footer: rectangle(0, rows - footerRows, columns, footerRows),
		borderless: isOne || kind === 'line',
		hasGraphs: kind === 'wide' && !isOne,
	};
}

function bodyOf(
	kind: LayoutKind,
	body: Rectangle,
	focus: PaneName,
	isOne: boolean,
	contents: Contents,
): Pick<Layout, 'panes' | 'detail'> {
	if (kind === 'line') return {panes: {}};
	if (isOne) return {panes: {[focus]: body}};
	return kind === 'wide' ? wide(body, focus, contents) : {panes: stacked(body, focus, contents)};
}

function kindOf({columns, rows}: Size): LayoutKind {
	if (columns >= 100 && rows >= 28) return 'wide';
	if (columns >= 60 && rows >= 18) return 'stacked';
	return columns >= 30 && rows >= 8 ? 'tabs' : 'line';
}

/** The least rows of a pane with a border: one row of text. */
const least = 3;

/**
 * From top to bottom in the order of the panes' numbers. Terminals scroll full rows only: with the full width, a
 * new line of the log costs one row.
 */
function wide(
	body: Rectangle,
	focus: PaneName,
	contents: Contents,
): Pick<Layout, 'panes' | 'detail'> {
	const serverRows = Math.max(focus === 'server' ? 8 : least, contents.serverRows + 2);
	const activityRows = focus === 'activity' ? Math.floor(body.rows * 0.4) : body.rows < 32 ? 4 : 5;
	const rest = body.rows - serverRows - activityRows;
	const share = focus === 'log' ? 0.62 : 0.42;
	const logRows = contents.hasLog || focus === 'log' ? Math.floor(rest * share) : least;
	const [upper, server, log, activity] = below(body, [
		rest - logRows,
		serverRows,
		logRows,
		activityRows,
	]);
	const left = Math.min(84, Math.floor(body.columns * 0.47));
	return {
		panes: {migrations: {...upper!, columns: left}, server, log, activity},
		detail: {...upper!, left, columns: body.columns - left},
	};
}

/** The server takes one line until it has the focus; the activity takes the log's place while it has it. */
function stacked(body: Rectangle, focus: PaneName, {hasLog}: Contents): Layout['panes'] {
	const serverRows = focus === 'server' ? 7 : 1;
	const rest = body.rows - serverRows;
	const hasLower = focus === 'log' || focus === 'activity';
	const lowerRows = hasLower ? Math.floor(rest * 0.6) : hasLog ? rest >> 1 : least;
	const [migrations, server, lower] = below(body, [rest - lowerRows, serverRows, lowerRows]);
	return {migrations, server, [focus === 'activity' ? 'activity' : 'log']: lower};
}

/** Rectangles of these heights, from top to bottom. */
function below({left, top, columns}: Rectangle, heights: number[]): Rectangle[] {
	let next = top;
	return heights.map(rows => {
		next += rows;
		return rectangle(left, next - rows, columns, rows);
	});
}

function rectangle(left: number, top: number, columns: number, rows: number): Rectangle {
	return {left, top, columns, rows: Math.max(0, rows)};
}
