import {fit, spread, widthOf} from '../drawing/cells.ts';
import {type Layout, type PaneName, paneNames, paneTitles} from '../drawing/layout.ts';
import {paint} from '../drawing/theme.ts';
import type {LogStore} from '../log/file/log-store.ts';
import {requestSummary} from '../log/lines/request-summary.ts';
import type {LogView, ViewState} from '../state/state.ts';
import {isPlain, logModes, longer} from './log-modes.ts';
import {countOf} from './log-text.ts';

const tabNames: Record<PaneName, string> = {
	migrations: 'Migr',
	server: 'Serv',
	log: 'Log',
	activity: 'Act',
};

/** The header's last row where panes have no border: which pane it is, and how the log is seen. */
export function drawPaneRow(
	{kind, columns}: Pick<Layout, 'kind' | 'columns'>,
	view: ViewState,
	store: LogStore,
	unseenErrors: boolean,
): string {
	const {focus} = view;
	const name = kind === 'tabs' ? tabs(columns, view, store, unseenErrors) : title(focus);
	if (focus !== 'log') {
		const isNews = unseenErrors && kind !== 'tabs';
		return spread(name, isNews ? paint('error', `${paneTitles.log}! `) : '', columns);
	}
	const gap = ' '.repeat(kind === 'tabs' ? 1 : 2);
	const modes = modesAndCounts(store, view.log, columns - widthOf(name + gap));
	return fit(modes === '' ? name : name + gap + modes, columns);
}

function modesAndCounts(store: LogStore, log: LogView, columns: number): string {
	return [[countOf(store, log)], requestSummary(store)]
		.map(texts => texts.map(text => paint('quiet', text)))
		.reduce((row, texts) => longer(row, texts, columns), logModes(store, log, columns));
}

function title(focus: PaneName): string {
	return ` ${paint('focus', paneTitles[focus])}`;
}

/** Other tabs lose their names if the log's modes need the room. */
function tabs(
	columns: number,
	{focus, log}: ViewState,
	store: LogStore,
	unseenErrors: boolean,
): string {
	const named = paneNames
		.map((name, index) => tab(`${index + 1} ${tabNames[name]}`, name, focus, unseenErrors))
		.join('');
	if (focus !== 'log' || isPlain(log)) return named;
	const modes = logModes(store, log, Number.POSITIVE_INFINITY);
	if (widthOf(named) + 1 + widthOf(modes) <= columns) return named;
	return ` ${paint('quiet', '1 2')} ${paint('focus', `[3 ${tabNames.log}]`)} ${paint('quiet', '4')}`;
}

function tab(text: string, name: PaneName, focus: PaneName, unseenErrors: boolean): string {
	if (name === focus) return paint('focus', `[${text}]`);
	if (name === 'log' && unseenErrors) return ` ${paint('error', `${text}!`)}`;
	return paint('quiet', ` ${text} `);
}
