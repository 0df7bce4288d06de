import type {EventEmitter} from 'node:events';
import {isRefusal} from './answers.ts';

/**
 * Keeps why a connection ended while nothing was asked. Later the drivers only say that it has ended.
 * Without a listener it would end this process.
 */
export function lossOf(connection: EventEmitter) {
	let reason: unknown;
	connection.on('error', error => {
		reason ??= error;
	});
	return {reasonOf: (error: unknown) => (isRefusal(error) ? error : (reason ?? error))};
}
