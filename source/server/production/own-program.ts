import {Socket} from 'node:dgram';
import {Server} from 'node:net';
import path from 'node:path';
import {exportedServer, notAServer} from '../child/exported-server.ts';

/**
 * Imports the project's own program, as `runserver` does.
 * @param idle gets the reason if nothing is left to do, and the program has neither listened nor waited for
 *   a datagram or a signal
 * @returns the server that it exports; undefined if it listens by itself
 * @throws CommandError `not-a-server`, or the reason why it cannot be imported
 */
export async function importProgram(
	file: string,
	root: string,
	idle: (reason: Error) => void,
): Promise<Server | undefined> {
	let listens = false;
	let isWaiting = false;
	before(Server.prototype, 'listen', () => {
		listens = true;
	});
	before(Socket.prototype, 'bind', () => {
		isWaiting = true;
	});
	process.on('newListener', name => {
		if (name === 'SIGTERM' || name === 'SIGINT') isWaiting = true;
	});
	process.once('beforeExit', () => {
		if (!listens && !isWaiting)
			idle(notAServer(path.relative(root, file), 'neither listens nor exports a server'));
	});
	return exportedServer(file, root, () => listens);
}

function before<Name extends string>(
	prototype: Record<Name, (...words: any[]) => unknown>,
	name: Name,
	act: () => void,
): void {
	const method = prototype[name];
	prototype[name] = function (this: unknown, ...words: any[]) {
		act();
		return method.apply(this, words);
	};
}
