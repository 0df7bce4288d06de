/** The child's side of its IPC channel to the runner. */
import {sendAtOnce} from '../../node/handle-queue.ts';
import type {FromChild} from '../control/messages.ts';

type Send = (message: FromChild, handle: unknown, options: undefined, sent: () => void) => boolean;

let hidden: Send | undefined;

/**
 * From now on the channel is the runner's and this process's alone: the application finds neither
 * `process.send` nor `process.disconnect`, as in any process, and it ends when it has nothing left to do.
 */
export function hideChannel(): void {
	hidden = process.send as Send;
	for (const name of ['send', 'disconnect']) Reflect.deleteProperty(process, name);
	process.channel?.unref();
}

/** @param handle a socket to send along */
export function sendToRunner(message: FromChild, handle?: unknown): void {
	const send = (process.send as Send | undefined) ?? hidden;
	// It is the last one.
	if (message.type === 'crashing') sendAtOnce();
	if (process.connected) send?.call(process, message, handle, undefined, () => {});
}
