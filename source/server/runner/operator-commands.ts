import {sanitise} from '../../terminal/sanitise.ts';
import type {ControlAnswer, ControlRequest} from '../control/control-socket.ts';
import type {ServerRecord} from '../control/server-state.ts';

/** What an operator can make a server do. Both resolve when it is done. */
export interface Obedient {
	readonly record: ServerRecord;
	restart(by: string): Promise<void>;
	stop(by: string): Promise<void>;
}

/** A command that was meant for an earlier life of the server is refused. */
export async function obeyOperator(
	{command, runId, by}: ControlRequest,
	server: Obedient,
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
