import {setFlagsFromString} from 'node:v8';
import {type Instance, render, useApp} from 'ink';
import stringWidth from 'string-width';
import {measureWith} from './cells.ts';
import {Screen} from './components/screen.tsx';
import type {Dashboard} from './dashboard.ts';
import type {Keystrokes} from './keystrokes.ts';
import {OutputStage, type Painted} from './output/output-stage.ts';
import {chooseLook, type Look} from './theme.ts';

export interface App {
	/** Settles when it is unmounted; rejects with what a component threw. */
	ended: Promise<unknown>;
	unmount(): void;
	redraw(): void;
	/** Leaves the alternate screen while `work` runs, then draws everything again. */
	handOver(work: () => Promise<void>): Promise<void>;
}

type HandOver = App['handOver'];

/** The widths that Ink counts with. */
export {stringWidth};

measureWith(stringWidth);

/** Draws the dashboard with Ink. This file and what it imports is loaded after the first frame. */
export function startApp(
	dashboard: Dashboard,
	keystrokes: Keystrokes,
	look: Look,
	painted?: Painted,
): App {
	chooseLook(look);
	keepMemorySmall();
	const stage = stageFor(process.stdout, painted);
	let suspendTerminal: HandOver | undefined;
	const app: Instance = render(
		<WithTerminal
			dashboard={dashboard}
			take={handOver => {
				suspendTerminal = handOver;
			}}
		/>,
		{
			stdin: keystrokes as unknown as NodeJS.ReadStream,
			stdout: (stage ?? process.stdout) as NodeJS.WriteStream,
			interactive: true,
			alternateScreen: true,
			incrementalRendering: stage === undefined,
			patchConsole: false,
			exitOnCtrlC: false,
			maxFps: 60,
		},
	);
	return {
		ended: app.waitUntilExit(),
		unmount: () => app.unmount(),
		redraw() {
			if (stage) stage.repaint();
			else void suspendTerminal?.(async () => {});
		},
		handOver: work => suspendTerminal?.(work) ?? Promise.resolve(),
	};
}

/** A frame's garbage is gone with the frame: collecting it more often keeps 100 MB from piling up. */
function keepMemorySmall(): void {
	setFlagsFromString('--semi-space-growth-factor=1');
	setFlagsFromString('--heap-growing-percent=50');
}

/** `QUARTERDECK_OUTPUT=ink` leaves writing to Ink itself, which then starts on an empty screen. */
function stageFor(output: NodeJS.WriteStream, painted?: Painted): OutputStage | undefined {
	if (process.env.QUARTERDECK_OUTPUT !== 'ink') return new OutputStage(output, painted);
	output.write('\u001B[?2026h\u001B[H\u001B[J');
	return undefined;
}

function WithTerminal(props: {dashboard: Dashboard; take: (handOver: HandOver) => void}) {
	const {suspendTerminal} = useApp();
	props.take(work => suspendTerminal(work));
	return <Screen dashboard={props.dashboard} />;
}
