import {sanitise} from '../../terminal/sanitise.ts';
import type {ControlAnswer, ControlRequest} from '../control/control-socket.ts';
import type {ServerRecord} from '../control/server-state.ts';

/** The part of a server that operators control. Both methods resolve when the work is done. */
export interface ControllableServer {
	readonly record: ServerRecord;
	restart(by: string): Promise<void>;
	stop(by: string): Promise<void>;
}

/** Refuses commands that were meant for an earlier run of the server. */
export async function runOperatorCommand(
	{command, runId, by}: ControlRequest,
	server: ControllableServer,
): Promise<ControlAnswer> {
	const {record} = server;
	if (command === 'status') return {ok: true, record};
	if (runId !== record.runId) return {ok: false, code: 'stale'};
	if (command !== 'restart' && command !== 'stop') return {ok: false, code: 'unknown-command'};
	const operator = sanitise(by, {colour: false}).slice(0, 64);
	record.lastAction = {command, by: operator, at: new Date().toISOString()};
	await server[command](operator);
	return {ok: true, record};
}
