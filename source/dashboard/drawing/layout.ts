/** In terminal cells. */
export interface Size {
	columns: number;
	rows: number;
}

/** The room for a pane. Without borders, a selection with the mouse copies clean text. */
export interface PaneSize extends Size {
	borderless?: boolean;
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

/** `wide` has two columns over the log, `stacked` one, `tabs` one pane at a time, `line` only a sentence. */
type LayoutKind = 'wide' | 'stacked' | 'tabs' | 'line';

export interface Layout extends Size {
	kind: LayoutKind;
	header: Rectangle;
	/** A pane that is one row high has no border. */
	panes: Partial<Record<PaneName, Rectangle>>;
	footer: Rectangle;
	borderless: boolean;
}

/** @param focus the only visible pane where there is no room for more @param zoomed shows it alone */
export function layoutOf(size: Size, focus: PaneName, zoomed: boolean): Layout {
	const {columns, rows} = size;
	const kind = kindOf(size);
	const isOne = zoomed || kind === 'tabs';
	// A zoomed pane has no border, so its title and modes take a row of the header.
	const headerRows = kind === 'line' ? 0 : zoomed && kind !== 'tabs' ? 3 : 2;
	const footerRows = kind === 'line' ? 0 : kind === 'tabs' ? 1 : 2;
	const body = rectangle(0, headerRows, columns, rows - headerRows - footerRows);
	const several = kind === 'wide' ? wide(body) : stacked(body, focus);
	const panes = kind === 'line' ? {} : isOne ? {[focus]: body} : several;
	return {
		columns,
		rows,
		kind,
		header: rectangle(0, 0, columns, headerRows),
		panes,
		footer: rectangle(0, rows - footerRows, columns, footerRows),
		borderless: isOne || kind === 'line',
	};
}

function kindOf({columns, rows}: Size): LayoutKind {
	if (columns >= 100 && rows >= 28) return 'wide';
	if (columns >= 60 && rows >= 18) return 'stacked';
	return columns >= 30 && rows >= 8 ? 'tabs' : 'line';
}

/** Terminals scroll full rows only. With the full width at the bottom, a new line of the log costs one row. */
function wide({top, columns, rows}: Rectangle): Layout['panes'] {
	const logRows = Math.floor(rows * 0.44);
	const upper = rows - logRows;
	const left = Math.floor(columns * 0.47);
	const right = columns - left;
	const serverRows = upper < 16 ? 6 : 7;
	return {
		migrations: rectangle(0, top, left, upper),
		server: rectangle(left, top, right, serverRows),
		activity: rectangle(left, top + serverRows, right, upper - serverRows),
		log: rectangle(0, top + upper, columns, logRows),
	};
}

/** The server takes one line until it has the focus; the activity takes the log's place while it has it. */
function stacked({top, columns, rows}: Rectangle, focus: PaneName): Layout['panes'] {
	const serverRows = focus === 'server' ? 7 : 1;
	const upper = Math.ceil((rows - serverRows) / 2);
	const lowerTop = top + upper + serverRows;
	const lower = rectangle(0, lowerTop, columns, rows - upper - serverRows);
	return {
		migrations: rectangle(0, top, columns, upper),
		server: rectangle(0, top + upper, columns, serverRows),
		[focus === 'activity' ? 'activity' : 'log']: lower,
	};
}

function rectangle(left: number, top: number, columns: number, rows: number): Rectangle {
	return {left, top, columns, rows: Math.max(0, rows)};
}
