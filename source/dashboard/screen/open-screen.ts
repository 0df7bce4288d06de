import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import type {CommandLine} from '../../command-line/parse.ts';
import {exitCodes} from '../../errors/command-error.ts';
import {hostName, operatorName} from '../../runs/operator.ts';
import type {StatusWatch} from '../../runs/status-watch.ts';
import {wantsColour} from '../../terminal/colours.ts';
import {actionsWithOwnKeys} from '../actions/own-keys.ts';
import {chooseLook, showsUnicode} from '../drawing/theme.ts';
import {Keystrokes} from '../input/keystrokes.ts';
import {lastWords} from '../leave/last-words.ts';
import {ownTheme} from '../own/own-theme.ts';
import type {App} from './app.tsx';
import {Dashboard} from './dashboard.ts';
import {firstFrame} from './first-frame.ts';
import {keptStatus, StateFiles} from './state-files.ts';
import {TerminalSession} from './terminal-session.ts';

/** Milliseconds that Ink waits for the first status: loading it takes the processor from who reads the project. */
const statusTimeout = 300;

/**
 * Shows the dashboard until it is left. The first frame is drawn before anything is read, and before Ink is
 * loaded. @returns the exit code
 */
export async function openScreen(line: CommandLine, watch: StatusWatch): Promise<number> {
	const {actions, problem} = actionsWithOwnKeys(process.env);
	const {value: theme, problem: otherProblem} = ownTheme(process.env);
	if (problem || otherProblem) {
		watch.stop();
		process.stderr.write([problem, otherProblem].filter(Boolean).join(''));
		return exitCodes.usage;
	}
	chooseLook({
		colour: !line.noColor && wantsColour(process.stdout),
		unicode: showsUnicode(process.env),
		theme,
	});
	const directory = path.resolve(line.directory);
	const session = new TerminalSession(process.stdout);
	const kept = keptStatus(directory);
	const dashboard = new Dashboard({
		root: kept?.status.root ?? directory,
		viewer: {
			operator: operatorName(),
			host: hostName(),
			folder: path.basename(directory),
			readOnly: line.readOnly,
		},
		terminal: session,
		reread: () => watch.reread(),
		actions,
	});
	if (kept) dashboard.showKept(kept);
	const keystrokes = new Keystrokes(
		process.stdin,
		process.stdout,
		key => dashboard.press(key),
		session.hangUp,
	);
	keystrokes.hold();
	session.paint(firstFrame(dashboard));

	const state = new StateFiles(dashboard);
	const firstStatus = listen(watch, session, dashboard, state);
	if (kept) state.open(kept.status.root);
	const stopFollowing = () => {
		watch.stop();
		state.leave();
	};
	session.onHangUp(stopFollowing);
	await session.run(
		() => startInk(session, dashboard, keystrokes, firstStatus),
		dashboard.session.root,
	);
	keystrokes.end();
	stopFollowing();
	const {words, exitCode} = session;
	if (words !== undefined) process.stderr.write(words);
	else if (exitCode === 0) process.stdout.write(lastWords(dashboard.session));
	return exitCode;
}

/** Shows what the status watch reports. @returns settles with the first status, or without a project */
function listen(
	watch: StatusWatch,
	session: TerminalSession,
	dashboard: Dashboard,
	state: StateFiles,
): Promise<void> {
	const firstStatus = Promise.withResolvers<void>();
	watch.listen({
		onStatus(status) {
			state.open(status.root);
			dashboard.showStatus(status);
			firstStatus.resolve();
		},
		onLost: (lost, isGone) => dashboard.session.status.change({lost, isGone}),
		onNoProject({message, hint}) {
			session.end(1, `Error: ${message}\n${hint ? `${hint}\n` : ''}`);
			firstStatus.resolve();
		},
	});
	return firstStatus.promise;
}

/** Loads Ink and starts it on the current screen. @returns nothing if the session has ended meanwhile */
async function startInk(
	session: TerminalSession,
	dashboard: Dashboard,
	keystrokes: Keystrokes,
	firstStatus: Promise<void>,
): Promise<App | undefined> {
	await Promise.race([firstStatus, delay(statusTimeout)]);
	if (session.ended) return undefined;
	session.paint(firstFrame(dashboard));
	const {openStage, startApp} = await import('./app.tsx');
	if (session.ended) return undefined;
	const stage = openStage(process.stdout, session.painted);
	session.stage = stage;
	stage?.draw(firstFrame(dashboard));
	return startApp(dashboard, keystrokes, stage);
}
