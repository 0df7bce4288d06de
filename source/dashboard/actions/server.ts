import {isUp} from '../../runs/project-status.ts';
import {keyOf} from '../input/key-names.ts';
import type {ActionContext, Ungrouped} from './action.ts';

/** A server whose state cannot be read can be neither started nor stopped. */
function whyUnknown({session}: ActionContext): string | undefined {
	const server = session.project?.server;
	return server?.state === 'unknown' ? server.reason : undefined;
}

export const serverActions: Ungrouped[] = [
	{
		id: 'server',
		keys: ['s'],
		label: 'server start / stop',
		short: 'server',
		command: 'runserver',
		writes: true,
		disabledBecause: context =>
			context.server.busy ? 'The server is starting or stopping.' : (whyUnknown(context) ?? false),
		run: ({server}) => void server.toggle(),
	},
	{
		id: 'restart',
		keys: ['r'],
		label: 'server restart',
		short: 'restart',
		writes: true,
		disabledBecause: context => {
			const server = context.session.project?.server;
			if (server && isUp(server)) return false;
			return (
				whyUnknown(context) ?? `The server is not running: press ${keyOf('server')} to start it.`
			);
		},
		run: ({server}) => void server.restart(),
	},
];
