import {LinePrompt} from '../dialogs/line-prompt.ts';
import type {Ungrouped} from './action.ts';

const inLog = {panes: ['log']} satisfies Partial<Ungrouped>;

export const logActions: Ungrouped[] = [
	{
		...inLog,
		id: 'filter',
		keys: ['&'],
		label: 'show only lines that match (! inverts)',
		short: 'filter',
		run: ({session, logPane}) => new LinePrompt(session, logPane.search.prompt('filter')).open(),
	},
	{
		...inLog,
		id: 'follow',
		keys: ['f'],
		label: 'follow the log on / off',
		short: 'follow',
		command: 'log --follow',
		run: ({logPane}) => logPane.toggleFollow(),
	},
	{
		...inLog,
		id: 'level',
		keys: ['v'],
		label: 'level: all, info, warn, error',
		short: 'level',
		run: ({logPane}) => logPane.nextLevel(),
	},
	{
		...inLog,
		id: 'wrap',
		keys: ['w'],
		label: 'wrap long lines',
		run: ({logPane}) => logPane.toggleWrap(),
	},
	{
		...inLog,
		id: 'timestamps',
		keys: ['t'],
		label: 'timestamps: off, clock, time since the line above',
		run: ({logPane}) => logPane.nextTimes(),
	},
	{
		...inLog,
		id: 'expand',
		keys: ['Enter'],
		label: 'expand a line of JSON',
		run: ({logPane}) => logPane.toggleExpanded(),
	},
	{
		...inLog,
		id: 'left',
		keys: ['Left'],
		label: 'scroll half a page to the left',
		run: ({logPane, layout}) => logPane.shift(-(layout.columns >> 1)),
	},
	{
		...inLog,
		id: 'right',
		keys: ['Right'],
		label: 'scroll half a page to the right',
		run: ({logPane, layout}) => logPane.shift(layout.columns >> 1),
	},
	{...inLog, id: 'mark', keys: ['-'], label: 'mark a line', run: ({logPane}) => logPane.mark()},
	{
		...inLog,
		id: 'clear',
		keys: ['C'],
		label: 'clear the view (the file is kept)',
		run: ({logPane}) => logPane.clear(),
	},
];
