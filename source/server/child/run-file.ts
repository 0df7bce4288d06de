import type {Order} from '../control/messages.ts';
import {exportedServer} from './exported-server.ts';
import type {ListenHook} from './listen-hook.ts';
import {hideChannel} from './runner-channel.ts';

/** Runs a file of the project, and makes what it exports listen. @throws as `exportedServer` */
export async function runFile(
	file: string,
	{root, listen, chosen}: Order,
	hook: ListenHook,
): Promise<void> {
	if (chosen) process.env.PORT = String(chosen.port);
	hideChannel();
	const server = await exportedServer(file, root, () => hook.isUsed);
	if (server) await hook.listenFor(server, listen);
	hook.countAll();
}
