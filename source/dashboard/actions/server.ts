import {keyOf} from '../key-names.ts';
import {isUp} from '../panes/server.ts';
import type {Action} from './action.ts';

export const serverActions: Action[] = [
	{
		id: 'server',
		keys: ['s'],
		label: 'server start / stop',
		short: 'server',
		command: 'runserver',
		group: 'Server',
		writes: true,
		disabledBecause: ({server}) => server.busy && 'The server is starting or stopping.',
		run: ({server}) => void server.toggle(),
	},
	{
		id: 'restart',
		keys: ['r'],
		label: 'server restart',
		short: 'restart',
		group: 'Server',
		writes: true,
		disabledBecause: dashboard => {
			const server = dashboard.status.snapshot().status?.server;
			return (
				!(server && isUp(server)) && `The server is not running: ${keyOf('server')} starts it.`
			);
		},
		run: ({server}) => void server.restart(),
	},
];
