import {EventEmitter} from 'node:events';
import type {TestContext} from 'node:test';
import {render} from 'ink';
import stringWidth from 'string-width';
import {measureWith, widthOf} from '../../source/dashboard/drawing/cells.ts';
import {chooseLook, type Look} from '../../source/dashboard/drawing/theme.ts';
import {nameKeys} from '../../source/dashboard/input/key-names.ts';
import {Keystrokes} from '../../source/dashboard/input/keystrokes.ts';
import {Dashboard, type DashboardOptions} from '../../source/dashboard/screen/dashboard.ts';
import {Screen} from '../../source/dashboard/screen/screen.tsx';
import type {ProjectStatus} from '../../source/runs/project-status.ts';
import {standIn} from './dashboard.ts';
import {setVariable} from './environment.ts';
import {until} from './wait.ts';

class Output extends EventEmitter {
	isTTY = true;
	frame = '';
	columns: number;
	rows: number;

	constructor(columns: number, rows: number) {
		super();
		this.columns = columns;
		this.rows = rows;
	}

	readonly write = (text: string, encoding?: unknown, done?: () => void): boolean => {
		if (text.includes('\n') || text.length > 20) this.frame = text;
		(typeof encoding === 'function' ? (encoding as () => void) : done)?.();
		return true;
	};
}

class Input extends EventEmitter {
	isTTY = true;
	setEncoding() {}
	setRawMode() {}
	resume() {}
	pause() {}
	ref() {}
	unref() {}
}

export interface Mounted {
	dashboard: Dashboard;
	/** What is drawn, without colours. */
	frame(): string;
	/** One read of the terminal, however many keys; several follow each other without a pause. */
	press(...reads: string[]): Promise<void>;
	shows(wanted: string | RegExp): Promise<void>;
	hides(unwanted: string | RegExp): Promise<void>;
	left: () => boolean;
	/** What was sent to the terminal beside frames, and what it was handed over for. */
	sent: string[];
	resize(columns: number, rows: number): Promise<void>;
	/** Draws everything again, in whatever look was chosen. */
	redraw(): Promise<void>;
	/** What is drawn, as the terminal gets it. */
	raw(): string;
}

interface MountOptions extends Pick<DashboardOptions, 'actions'> {
	readOnly?: boolean;
	columns?: number;
	rows?: number;
	root?: string;
	look?: Look;
	/** What runs the commands. Default: a stand-in that plays them. */
	cli?: string;
}

const plain: Look = {colour: false, unicode: true};

/** The dashboard drawn by Ink into memory, at a size, with keys as a terminal sends them. */
export async function mountDashboard(
	test: TestContext,
	status: ProjectStatus | undefined,
	{
		columns = 120,
		rows = 40,
		root = '/srv/tutorial',
		look = plain,
		cli = standIn,
		readOnly,
		actions,
	}: MountOptions = {},
): Promise<Mounted> {
	measureWith(stringWidth);
	chooseLook(look);
	test.after(() => {
		chooseLook(plain);
		nameKeys([]);
	});
	setVariable(test, 'QUARTERDECK_CLI', cli);
	const sent: string[] = [];
	const output = new Output(columns, rows);
	const input = new Input();
	let hasLeft = false;
	const dashboard = new Dashboard({
		root,
		viewer: {operator: 'ann', host: 'web-1', folder: 'tutorial', readOnly},
		terminal: {
			get size() {
				return {columns: output.columns, rows: output.rows};
			},
			leave: () => {
				hasLeft = true;
			},
			async handOver() {
				sent.push('handed over');
			},
			redraw: () => sent.push('redraw'),
			edit: async (file, line) => {
				sent.push(`edit ${file}:${line ?? ''}`);
			},
			suspend: () => sent.push('suspend'),
			send: sequence => sent.push(sequence),
		},
		reread: () => sent.push('reread'),
		interval: 0,
		actions,
	});
	if (status) dashboard.showStatus(status);
	const keystrokes = new Keystrokes(
		input as unknown as NodeJS.ReadStream,
		output as unknown as NodeJS.WriteStream,
		key => dashboard.press(key),
		() => {},
	);
	const app = render(<Screen dashboard={dashboard} />, {
		stdout: output as unknown as NodeJS.WriteStream,
		stdin: keystrokes as unknown as NodeJS.ReadStream,
		debug: true,
		interactive: true,
		patchConsole: false,
		exitOnCtrlC: false,
	});
	test.after(() => {
		// What they read or run ends with them.
		for (const dialog of dashboard.session.view.snapshot().dialogs) dialog.close();
		app.unmount();
	});
	await app.waitUntilRenderFlush();
	const frame = () => output.frame.replace(/\u001B\[[0-9;?]*[a-zA-Z]/g, '');
	const matches = (wanted: string | RegExp) =>
		typeof wanted === 'string' ? frame().includes(wanted) : wanted.test(frame());
	return {
		dashboard,
		frame,
		left: () => hasLeft,
		sent,
		raw: () => output.frame,
		async resize(newColumns, newRows) {
			output.columns = newColumns;
			output.rows = newRows;
			output.emit('resize');
			const isDrawn = () => {
				const drawn = frame().split('\n');
				// The last row may be empty.
				if (drawn.length > newRows) drawn.pop();
				return dashboard.layout.kind === 'line'
					? frame().includes('q quits')
					: drawn.length === newRows && widthOf(drawn[0]!.trimEnd()) > newColumns - 3;
			};
			await until(`it is drawn at ${newColumns}x${newRows}`, isDrawn);
			await app.waitUntilRenderFlush();
		},
		async redraw() {
			const {view, status} = dashboard.session;
			status.change({});
			view.change({log: {...view.snapshot().log}});
			await app.waitUntilRenderFlush();
		},
		async press(...reads) {
			for (const read of reads) {
				input.emit('data', read);
				await Promise.resolve();
			}
			await until('all keys are looked at', () => keystrokes.isIdle);
			await app.waitUntilRenderFlush();
		},
		hides: unwanted =>
			until(`the frame hides ${unwanted}`, () => !matches(unwanted)).then(() => {}),
		shows: wanted =>
			until(`the frame shows ${wanted}`, () => matches(wanted)).then(
				() => {},
				error => {
					throw new Error(`${error.message}\n${frame()}`);
				},
			),
	};
}
