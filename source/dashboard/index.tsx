import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {exitCodes} from '../errors.ts';
import {hostName, operatorName} from '../runs/operator.ts';
import {StatusWatch} from '../runs/status-watch.ts';
import {wantsColour} from '../terminal/colours.ts';
import type {CommandLine} from '../terminal/command-line.ts';
import type {App} from './app.tsx';
import {measureWith} from './cells.ts';
import {Dashboard} from './dashboard.ts';
import {Keystrokes} from './keystrokes.ts';
import {actionsWithOwnKeys} from './own-keys.ts';
import {drawScreen} from './screen.ts';
import {keptStatus, StateFiles} from './state-files.ts';
import {lastWords} from './summary.ts';
import {TerminalSession} from './terminal-session.ts';
import {chooseLook, showsUnicode, wantsLines} from './theme.ts';

/** Ink takes longer to start than the status to come: so long, in milliseconds, it waits to be second. */
const statusPatience = 100;

/** Opens the dashboard and waits until it is left. @returns the exit code */
export async function openDashboard(line: CommandLine): Promise<number> {
	const ownKeys = actionsWithOwnKeys(process.env);
	if (ownKeys.problem) {
		process.stderr.write(ownKeys.problem);
		return exitCodes.usage;
	}
	if (wantsLines(process.env)) return (await import('./line-mode.ts')).runLineMode(line);
	const directory = path.resolve(line.directory);
	const look = {
		colour: line.color && wantsColour(process.stdout),
		unicode: showsUnicode(process.env),
	};
	chooseLook(look);
	const session = new TerminalSession(process.stdout);
	const kept = keptStatus(directory);
	let app: App | undefined;
	let watch: StatusWatch | undefined;

	const dashboard: Dashboard = new Dashboard(
		kept?.status.root ?? directory,
		{operator: operatorName(), host: hostName(), folder: path.basename(directory)},
		{
			size: () => ({columns: process.stdout.columns || 80, rows: process.stdout.rows || 24}),
			leave: () => session.end(0),
			handOver: work => app?.handOver(work) ?? Promise.resolve(),
			redraw: () => app?.redraw(),
			reread: () => watch?.reread(),
			edit: (file, at) => session.edit(file, at),
			suspend: () => void session.suspend(),
			send: sequence => process.stdout.write(sequence),
		},
		{readOnly: line.readOnly, actions: ownKeys.actions},
	);
	if (kept) dashboard.status.change({status: kept.status, keptAt: kept.at});
	const keystrokes = new Keystrokes(
		process.stdin,
		process.stdout,
		key => dashboard.press(key),
		() => session.hangUp(),
	);
	keystrokes.hold();
	session.paint(drawScreen(dashboard));

	const state = new StateFiles(dashboard);
	const heard = Promise.withResolvers<void>();
	watch = new StatusWatch(directory);
	watch.listen({
		onStatus(status) {
			state.open(status.root);
			dashboard.showStatus(status);
			heard.resolve();
		},
		onLost: sentence => dashboard.status.change({lost: sentence}),
		onNoProject(message, hint) {
			session.end(1, `Error: ${message}\n${hint ? `${hint}\n` : ''}`);
			heard.resolve();
		},
	});
	if (kept) state.open(kept.status.root);

	session.onHangUp(() => {
		watch?.stop();
		state.leave();
	});
	await session.run(async () => {
		const {openStage, startApp, stringWidth} = await withInverse(() => import('./app.tsx'));
		measureWith(stringWidth);
		await Promise.race([heard.promise, delay(statusPatience)]);
		if (session.ended) return undefined;
		const stage = openStage(process.stdout, session.painted);
		stage?.draw(drawScreen(dashboard));
		app = startApp(dashboard, keystrokes, look, stage);
		return app;
	}, dashboard.root);
	watch.stop();
	keystrokes.end();
	state.leave();
	if (session.words !== undefined) process.stderr.write(session.words);
	else if (session.exitCode === 0) {
		const {status} = dashboard.status.snapshot();
		process.stdout.write(lastWords(dashboard.done, status, dashboard.root));
	}
	return session.exitCode;
}

/** Of Ink's own attributes we have only a field's cursor, which is inverse also without colours. */
async function withInverse<Module>(load: () => Promise<Module>): Promise<Module> {
	const {FORCE_COLOR, NO_COLOR} = process.env;
	process.env.FORCE_COLOR = '1';
	delete process.env.NO_COLOR;
	try {
		return await load();
	} finally {
		delete process.env.FORCE_COLOR;
		Object.assign(process.env, FORCE_COLOR !== undefined && {FORCE_COLOR});
		Object.assign(process.env, NO_COLOR !== undefined && {NO_COLOR});
	}
}
