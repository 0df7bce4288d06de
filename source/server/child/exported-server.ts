import {createServer, type RequestListener} from 'node:http';
import {Server} from 'node:net';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {importSource} from '../../project/import/import-source.ts';

/**
 * Imports a file of the project that listens by itself, or whose default export is a Koa or Express
 * application, a request listener, a Node server, or a function that returns one of these.
 * @param listens whether the file has made a server listen
 * @returns the server that should listen; undefined if one does, or if nothing is exported
 * @throws CommandError `not-a-server`, or the reason why it cannot be imported
 */
export async function exportedServer(
	file: string,
	root: string,
	listens: () => boolean,
): Promise<Server | undefined> {
	process.argv.splice(1, process.argv.length, file);
	const exported = defaultOf(await importSource(file, root));
	if (listens() || exported === undefined) return undefined;
	const server = await serverOf(exported, path.relative(root, file));
	return listens() ? undefined : server;
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
	throw notAServer(file, 'does not export a server');
}

/** @param file relative to the project */
export function notAServer(file: string, what: string): CommandError {
	return new CommandError(`${file} ${what}.`, {
		code: 'not-a-server',
		hint: 'Expected: export default app (Koa, Express or node:http), a function that returns one, or app.listen(process.env.PORT).',
	});
}
