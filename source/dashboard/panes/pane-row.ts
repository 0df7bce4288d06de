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

/** The header's last row where panes have no border: which pane it is, and how it is seen. */
export function drawPaneRow(
	{kind, columns}: Pick<Layout, 'kind' | 'columns'>,
	view: ViewState,
	store: LogStore,
	unseenErrors: boolean,
	activityModes = '',
): string {
	const {focus, log} = view;
	const own = focus === 'activity' ? activityModes : '';
	const logged = focus === 'log' && !isPlain(log);
	const modes = logged ? logModes(store, log, Number.POSITIVE_INFINITY) : own;
	const name = kind === 'tabs' ? tabs(columns, focus, modes, unseenErrors) : title(focus);
	const gap = ' '.repeat(kind === 'tabs' ? 1 : 2);
	if (focus === 'log') {
		const all = modesAndCounts(store, log, columns - widthOf(name + gap));
		return fit(all === '' ? name : name + gap + all, columns);
	}
	const isNews = unseenErrors && kind !== 'tabs';
	const news = isNews ? paint('error', `${paneTitles.log}! `) : '';
	return spread(own === '' ? name : name + gap + own, news, columns);
}

function modesAndCounts(store: LogStore, log: LogView, columns: number): string {
	return [[countOf(store, log)], requestSummary(store)]
		.map(texts => texts.map(text => paint('quiet', text)))
		.reduce((row, texts) => longer(row, texts, columns), logModes(store, log, columns));
}

function title(focus: PaneName): string {
	return ` ${paint('focus', paneTitles[focus])}`;
}

/** Other tabs lose their names if the modes of the pane need the room. */
function tabs(columns: number, focus: PaneName, modes: string, unseenErrors: boolean): string {
	const texts = paneNames.map((name, index) => `${index + 1} ${tabNames[name]}`);
	const named = texts.map((text, index) => tab(text, paneNames[index]!, focus, unseenErrors));
	const row = named.join('');
	if (modes === '' || widthOf(row) + 1 + widthOf(modes) <= columns) return row;
	const short = paneNames.map((name, index) =>
		name === focus ? paint('focus', `[${texts[index]}]`) : paint('quiet', `${index + 1}`),
	);
	return ` ${short.join(' ')}`;
}

function tab(text: string, name: PaneName, focus: PaneName, unseenErrors: boolean): string {
	if (name === focus) return paint('focus', `[${text}]`);
	if (name === 'log' && unseenErrors) return ` ${paint('error', `${text}!`)}`;
	return paint('quiet', ` ${text} `);
}
