import {once} from 'node:events';
import {type Instance, type RenderOptions, render, useApp} from 'ink';
import stringWidth from 'string-width';
import {keepMemorySmall} from '../../node/garbage.ts';
import {measureWith} from '../drawing/cells.ts';
import type {Keystrokes} from '../input/keystrokes.ts';
import {OutputStage, type Painted} from '../output/output-stage.ts';
import type {Dashboard} from './dashboard.ts';
import {FollowedLog} from './followed-log.ts';
import {Screen} from './screen.tsx';

export interface App {
	/** Settles when the app is unmounted; rejects with what a component threw. */
	ended: Promise<unknown>;
	unmount(): void;
	redraw(): void;
	/** Leaves the alternate screen while `work` runs, then draws everything again. */
	handOver(work: () => Promise<void>): Promise<void>;
}

type HandOver = App['handOver'];

// Until now widths were rough.
measureWith(stringWidth);

/** Wraps the terminal for Ink, except with `QUARTERDECK_OUTPUT=ink`. */
export function openStage(output: NodeJS.WriteStream, painted?: Painted): OutputStage | undefined {
	return process.env.QUARTERDECK_OUTPUT === 'ink' ? undefined : new OutputStage(output, painted);
}

/** Draws the dashboard with Ink. This file and its imports are loaded after the first frame. */
export function startApp(
	dashboard: Dashboard,
	keystrokes: Keystrokes,
	stage: OutputStage | undefined,
): App {
	keepMemorySmall();
	// Ink itself expects an empty screen.
	if (!stage) process.stdout.write('\u001B[?2026h\u001B[H\u001B[J');
	if (stage) new FollowedLog(dashboard, stage);
	let suspendTerminal: HandOver | undefined;
	const app: Instance = render(
		<WithTerminal
			dashboard={dashboard}
			followsLog={stage !== undefined}
			take={handOver => {
				suspendTerminal = handOver;
			}}
		/>,
		optionsOf(keystrokes, stage),
	);
	return {
		ended: app.waitUntilExit(),
		unmount: () => app.unmount(),
		redraw() {
			if (stage) stage.repaint();
			else void suspendTerminal?.(async () => {});
		},
		async handOver(work) {
			await suspendTerminal?.(async () => {
				// Queued output would appear in the next program.
				await new Promise<void>(resolve => process.stdout.write('', () => resolve()));
				try {
					await work();
				} finally {
					await sizeIsUpdated();
				}
			});
		},
	};
}

/** A job in the background gets no SIGWINCH when its window is resized. */
async function sizeIsUpdated(): Promise<void> {
	const updated = once(process, 'SIGWINCH');
	process.kill(process.pid, 'SIGWINCH');
	await updated;
}

function optionsOf(keystrokes: Keystrokes, stage: OutputStage | undefined): RenderOptions {
	return {
		stdin: keystrokes as unknown as NodeJS.ReadStream,
		stdout: (stage ?? process.stdout) as NodeJS.WriteStream,
		interactive: true,
		alternateScreen: true,
		incrementalRendering: stage === undefined,
		patchConsole: false,
		exitOnCtrlC: false,
		maxFps: 60,
	};
}

interface Props {
	dashboard: Dashboard;
	followsLog: boolean;
	take: (handOver: HandOver) => void;
}

function WithTerminal({take, ...props}: Props) {
	const {suspendTerminal} = useApp();
	take(work => suspendTerminal(work));
	return <Screen {...props} />;
}
