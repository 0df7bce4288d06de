import {type Instance, render, useApp} from 'ink';
import {Screen} from './components/screen.tsx';
import type {Dashboard} from './dashboard.ts';
import type {Keystrokes} from './keystrokes.ts';
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

/** Draws the dashboard with Ink. This file and what it imports is loaded after the first frame. */
export function startApp(dashboard: Dashboard, keystrokes: Keystrokes, look: Look): App {
	chooseLook(look);
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
			interactive: true,
			alternateScreen: true,
			incrementalRendering: true,
			patchConsole: false,
			exitOnCtrlC: false,
			maxFps: 30,
		},
	);
	return {
		ended: app.waitUntilExit(),
		unmount: () => app.unmount(),
		redraw: () => void suspendTerminal?.(async () => {}),
		handOver: work => suspendTerminal?.(work) ?? Promise.resolve(),
	};
}

function WithTerminal(props: {dashboard: Dashboard; take: (handOver: HandOver) => void}) {
	const {suspendTerminal} = useApp();
	props.take(work => suspendTerminal(work));
	return <Screen dashboard={props.dashboard} />;
}
