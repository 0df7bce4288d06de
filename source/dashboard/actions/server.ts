import {isUp} from '../../runs/project-status.ts';
import {keyOf} from '../input/key-names.ts';
import type {Dashboard} from '../screen/dashboard.ts';
import type {Action} from './action.ts';

/** Nobody starts or stops what they may not look at. */
function whyUnknown({status}: Dashboard): string | undefined {
	const server = status.snapshot().status?.server;
	return server?.state === 'unknown' ? server.reason : undefined;
}

export const serverActions: Action[] = [
	{
		id: 'server',
		keys: ['s'],
		label: 'server start / stop',
		short: 'server',
		command: 'runserver',
		group: 'Server',
		writes: true,
		disabledBecause: dashboard =>
			dashboard.server.busy
				? 'The server is starting or stopping.'
				: (whyUnknown(dashboard) ?? false),
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
			if (server && isUp(server)) return false;
			return whyUnknown(dashboard) ?? `The server is not running: ${keyOf('server')} starts it.`;
		},
		run: ({server}) => void server.restart(),
	},
];
