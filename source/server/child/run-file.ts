import {createServer, type RequestListener} from 'node:http';
import {Server} from 'node:net';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {importSource} from '../../project/import/import-source.ts';
import type {Order} from '../control/messages.ts';
import type {ListenHook} from './listen-hook.ts';
import {hideChannel} from './runner-channel.ts';

/**
 * Runs a file of the project that listens by itself, or whose default export is a Koa or Express
 * application, a request listener, a Node server, or a function that returns one of these.
 * @throws CommandError `not-a-server`, or the reason why it cannot be imported
 */
export async function runFile(
	file: string,
	{root, listen, chosen}: Order,
	hook: ListenHook,
): Promise<void> {
	if (chosen) process.env.PORT = String(chosen.port);
	process.argv.splice(1, process.argv.length, file);
	hideChannel();
	const exported = defaultOf(await importSource(file, root));
	if (!hook.isUsed && exported !== undefined) {
		const server = await serverOf(exported, path.relative(root, file));
		if (!hook.isUsed) await hook.listenFor(server, listen);
	}
	hook.countPaths();
}

/** A loader may make an ES module one of CommonJS, whose exports are the default. */
function defaultOf({default: exported}: Record<string, any>): any {
	return exported?.__esModule ? exported.default : exported;
}

async function serverOf(exported: any, file: string, isMade = false): Promise<Server> {
	if (exported instanceof Server) return exported;
	if (typeof exported?.callback === 'function') return createServer(exported.callback());
	if (typeof exported === 'function') {
		// An Express application is a function of request, response and next.
		if (exported.length >= 2) return createServer(exported as RequestListener);
		if (!isMade) return serverOf(await exported(), file, true);
	}
	throw new CommandError(`${file} does not export a server.`, {
		code: 'not-a-server',
		hint: 'Expected: export default app (Koa, Express or node:http), a function that returns one, or app.listen(process.env.PORT).',
	});
}
