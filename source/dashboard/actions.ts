import type {Dashboard} from './dashboard.ts';
import type {PaneName} from './layout.ts';
import {isUp} from './panes/server.ts';

/**
 * One thing a key does. The footer, the help, the palette and the readme's table are made from this
 * list, so that none of them can name a key that does nothing.
 */
export interface Action {
	/** The key, then others that do the same. */
	keys: string[];
	label: string;
	/** One or two words for the footer; without it, it is not shown there. */
	short?: string;
	/** What does the same in a shell, without `quarterdeck`. */
	command?: string;
	group: 'Project' | 'Migrations' | 'Server' | 'Log' | 'Panes' | 'Dashboard';
	/** Works only while this pane has the focus. */
	pane?: PaneName;
	/** Why it does nothing at the moment: one sentence. */
	disabledBecause?: (dashboard: Dashboard) => string | false;
	run: (dashboard: Dashboard, key: string) => void;
}

const move = (label: string, keys: string[], by: (page: number) => number): Action => ({
	keys,
	label,
	group: 'Panes',
	run: dashboard => dashboard.move(by(dashboard.page)),
});

export const actions: Action[] = [
	{
		keys: ['m'],
		label: 'make migrations (preview, questions, then writes)',
		short: 'make',
		command: 'makemigrations',
		group: 'Migrations',
		disabledBecause: isUnreadable,
		run: dashboard => dashboard.openMakeMigrations(),
	},
	{
		keys: ['M'],
		label: 'migrate: opens the plan, y runs it',
		short: 'migrate',
		command: 'migrate',
		group: 'Migrations',
		disabledBecause: isBroken,
		run: dashboard => dashboard.openMigrate(),
	},
	{
		keys: ['Enter'],
		label: 'open: SQL up, SQL down, file',
		short: 'SQL',
		command: 'sqlmigrate',
		group: 'Migrations',
		pane: 'migrations',
		disabledBecause: dashboard => !dashboard.selectedRow() && 'Nothing is selected.',
		run: dashboard => dashboard.openSelected(),
	},
	{
		keys: ['Left'],
		label: 'fold the app',
		group: 'Migrations',
		pane: 'migrations',
		run: dashboard => dashboard.fold(true),
	},
	{
		keys: ['Right'],
		label: 'unfold the app',
		group: 'Migrations',
		pane: 'migrations',
		run: dashboard => dashboard.fold(false),
	},
	{
		keys: ['u'],
		label: 'create a superuser (form)',
		short: 'superuser',
		command: 'createsuperuser',
		group: 'Project',
		disabledBecause: isBroken,
		run: dashboard => dashboard.openSuperuser(),
	},
	{
		keys: ['s'],
		label: 'server start / stop',
		short: 'server',
		command: 'runserver',
		group: 'Server',
		disabledBecause: dashboard => dashboard.serverBusy && 'The server is starting or stopping.',
		run: dashboard => dashboard.toggleServer(),
	},
	{
		keys: ['r'],
		label: 'server restart',
		short: 'restart',
		group: 'Server',
		disabledBecause: dashboard => {
			const server = dashboard.status.snapshot().status?.server;
			return !(server && isUp(server)) && 'The server is not running: s starts it.';
		},
		run: dashboard => dashboard.restartServer(),
	},
	{
		keys: ['/'],
		label: 'search',
		short: 'search',
		group: 'Log',
		pane: 'log',
		run: dashboard => dashboard.openSearch('search'),
	},
	{
		keys: ['n'],
		label: 'next match',
		group: 'Log',
		pane: 'log',
		disabledBecause: hasNoSearch,
		run: dashboard => dashboard.findMatch(1),
	},
	{
		keys: ['N'],
		label: 'previous match',
		group: 'Log',
		pane: 'log',
		disabledBecause: hasNoSearch,
		run: dashboard => dashboard.findMatch(-1),
	},
	{
		keys: ['&'],
		label: 'show only lines that match (! inverts)',
		short: 'filter',
		group: 'Log',
		pane: 'log',
		run: dashboard => dashboard.openSearch('filter'),
	},
	{
		keys: ['f'],
		label: 'follow on / off',
		short: 'follow',
		group: 'Log',
		pane: 'log',
		run: dashboard => dashboard.toggleFollow(),
	},
	{
		keys: ['v'],
		label: 'level: all, info, warn, error',
		short: 'level',
		group: 'Log',
		pane: 'log',
		run: dashboard => dashboard.nextLevel(),
	},
	{
		keys: ['w'],
		label: 'wrap long lines',
		group: 'Log',
		pane: 'log',
		run: dashboard => dashboard.toggleWrap(),
	},
	{
		keys: ['Left'],
		label: 'scroll half a page to the left',
		group: 'Log',
		pane: 'log',
		run: dashboard => dashboard.shiftLog(-1),
	},
	{
		keys: ['Right'],
		label: 'scroll half a page to the right',
		group: 'Log',
		pane: 'log',
		run: dashboard => dashboard.shiftLog(1),
	},
	{
		keys: ['-'],
		label: 'mark a line',
		group: 'Log',
		pane: 'log',
		run: dashboard => dashboard.markLog(),
	},
	{
		keys: ['C'],
		label: 'clear the view (the file is kept)',
		group: 'Log',
		pane: 'log',
		run: dashboard => dashboard.clearLog(),
	},
	{
		keys: ['Tab'],
		label: 'next pane',
		short: 'pane',
		group: 'Panes',
		run: dashboard => dashboard.focusNext(1),
	},
	{
		keys: ['S-Tab'],
		label: 'previous pane',
		group: 'Panes',
		run: dashboard => dashboard.focusNext(-1),
	},
	{
		keys: ['1', '2', '3', '4'],
		label: 'go to a pane',
		group: 'Panes',
		run: (dashboard, key) => dashboard.focusNumber(Number(key)),
	},
	{
		keys: ['z'],
		label: 'zoom the pane, without borders',
		short: 'zoom',
		group: 'Panes',
		run: dashboard => dashboard.toggleZoom(),
	},
	move('down', ['j', 'Down'], () => 1),
	move('up', ['k', 'Up'], () => -1),
	move('top', ['g', 'Home'], () => Number.NEGATIVE_INFINITY),
	move('bottom', ['G', 'End'], () => Number.POSITIVE_INFINITY),
	move('page down', ['PgDn'], page => page),
	move('page up', ['PgUp'], page => -page),
	move('half a page down', ['^D'], page => page >> 1),
	move('half a page up', ['^U'], page => -(page >> 1)),
	{
		keys: ['e'],
		label: 'open the file in $EDITOR at the line',
		short: 'edit',
		group: 'Project',
		disabledBecause: dashboard => !dashboard.fileToEdit() && 'No file to open here.',
		run: dashboard => dashboard.edit(),
	},
	{
		keys: ['R'],
		label: 'reread all',
		group: 'Project',
		command: 'status',
		run: dashboard => dashboard.reread(),
	},
	{keys: ['^L'], label: 'redraw', group: 'Dashboard', run: dashboard => dashboard.redraw()},
	{
		keys: [':'],
		label: 'palette: commands and command lines',
		short: 'commands',
		group: 'Dashboard',
		run: dashboard => dashboard.openPalette(),
	},
	{
		keys: ['?'],
		label: 'help for the focused pane',
		short: 'help',
		group: 'Dashboard',
		run: dashboard => dashboard.openHelp(),
	},
	{
		keys: ['d'],
		label: 'leave; server and runs go on',
		group: 'Dashboard',
		run: dashboard => dashboard.leave(),
	},
	{
		keys: ['q'],
		label: 'quit; asks if something runs',
		short: 'quit',
		group: 'Dashboard',
		run: dashboard => dashboard.quit(),
	},
	{
		keys: ['^Z'],
		label: 'suspend to the shell',
		group: 'Dashboard',
		run: dashboard => dashboard.suspendToShell(),
	},
	{
		keys: ['^C'],
		label: 'cancel, or quit; twice quits at once',
		group: 'Dashboard',
		run: dashboard => dashboard.interrupt(),
	},
	{
		keys: ['Esc'],
		label: 'one step back',
		group: 'Dashboard',
		run: dashboard => dashboard.stepBack(),
	},
];

/** What a key does while a pane has the focus. */
export function actionFor(key: string, pane: PaneName): Action | undefined {
	return actions.find(
		action => action.keys.includes(key) && (action.pane === undefined || action.pane === pane),
	);
}

/** Migrations are made from the files alone, so a database that is away is no reason not to. */
function isUnreadable(dashboard: Dashboard): string | false {
	const problems = dashboard.status.snapshot().status?.problems ?? [];
	const away = problems.length > 0 && problems.every(({code}) => code === 'database-unreachable');
	return away ? false : isBroken(dashboard);
}

function isBroken(dashboard: Dashboard): string | false {
	const {status} = dashboard.status.snapshot();
	if (!status) return 'The project is still being read.';
	const [problem] = status.problems;
	if (!problem) return false;
	return problem.code === 'database-unreachable'
		? 'The database cannot be reached.'
		: 'The project has to be mended first.';
}

function hasNoSearch(dashboard: Dashboard): string | false {
	return dashboard.view.snapshot().log.search === '' && 'Nothing is searched for: / does.';
}
