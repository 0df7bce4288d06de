/**
 * The production server: `NODE_ENV=production node node_modules/quarterdeck/dist/server/serve.js`
 * in the project's folder. It serves the settings' routes or the project's own program and nothing else:
 * no watcher, no spare, no lock, no file of its own. Its log is its standard output.
 */
import {createServer} from 'node:http';
import type {AddressInfo, Server} from 'node:net';
import {setTimeout as pause} from 'node:timers/promises';
import {type ExitCode, exitCodes, isCommandError, stackOf} from '../../errors/command-error.ts';
import {systemFailure} from '../../errors/system-error.ts';
import {openProject} from '../../project/open/open.ts';
import type {Project} from '../../project/project.ts';
import {nameThisProcess} from '../../system/own-name.ts';
import {noticeLines} from '../child/banner.ts';
import {type Drain, drainable} from '../child/drain.ts';
import {urlOf} from '../control/address.ts';
import {portInUse} from '../control/port-owner.ts';
import {listenWhere} from './address.ts';
import {importProgram} from './own-program.ts';
import {refuseDevelopment} from './refuse-development.ts';

/** Milliseconds for responses in progress to finish. Less than a unit's TimeoutStopSec. */
const grace = 8000;

// A full disk or a closed pipe must not end the server.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

nameThisProcess('the production server', true);
try {
	await serve(await openProject(process.cwd()));
} catch (error) {
	refuse(error, isCommandError(error) ? exitCodes.usage : exitCodes.failed);
}

async function serve(project: Project): Promise<void> {
	const target = refuseDevelopment(project);
	if (target.kind === 'urls') return serveRoutes(project);
	const {hasPort, port} = project.settings.server;
	if (hasPort) process.env.PORT ||= String(port);
	const server = await importProgram(target.file, project.root, reason =>
		refuse(reason, exitCodes.usage),
	);
	if (server) listen(server, project);
}

async function serveRoutes(project: Project): Promise<void> {
	const {createKoaApplication} = await import('../web/application.ts');
	const {app, close} = await createKoaApplication(project);
	listen(createServer(app.callback()), project, close, async () => {
		if (project.settings.allowedHosts.length === 0) say(withoutHosts);
		for (const line of await noticeLines(project)) say(line);
	});
}

/** @param more says what a visitor of our pages would notice */
function listen(
	server: Server,
	{settings}: Project,
	close = async () => {},
	more = async () => {},
): void {
	const where = listenWhere(settings.server);
	endOnSignal(drainable(server), close);
	server.once('error', async (error: NodeJS.ErrnoException) => {
		const isTaken = error.code === 'EADDRINUSE';
		refuse(isTaken ? await portInUse(where.host, where.port!) : error, exitCodes.failed);
	});
	server.listen(where, async () => {
		const {address: host, port} = server.address() as AddressInfo;
		say(`Serving ${settings.name} at ${urlOf({host, port})}`);
		await more();
	});
}

const withoutHosts =
	"allowedHosts is empty, so every request is refused. Name the site's host in the settings.";

function endOnSignal(drain: Drain, close: () => Promise<void>): void {
	let isLeaving = false;
	const leave = async () => {
		if (isLeaving) return;
		isLeaving = true;
		await drain(grace);
		await Promise.race([close().catch(() => {}), pause(1000)]);
		say('Server stopped.');
		process.exit(exitCodes.done);
	};
	for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void leave());
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

/** Errors that only a change to the project can fix exit with 2, so that systemd does not retry. */
function refuse(error: unknown, exitCode: ExitCode): void {
	const failure = isCommandError(error) ? error : systemFailure(error);
	const text = failure
		? [`Error: ${failure.message}`, failure.hint].filter(Boolean).join('\n')
		: stackOf(error);
	process.stderr.write(`${text}\n`, () => process.exit(exitCode));
}
