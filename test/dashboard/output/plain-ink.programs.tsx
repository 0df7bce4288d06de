import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import test, {type TestContext} from 'node:test';
import {render} from 'ink';
import {chooseLook} from '../../../source/dashboard/drawing/theme.ts';
import {Keystrokes} from '../../../source/dashboard/input/keystrokes.ts';
import {OutputStage} from '../../../source/dashboard/output/output-stage.ts';
import {Dashboard} from '../../../source/dashboard/screen/dashboard.ts';
import {FollowedLog} from '../../../source/dashboard/screen/followed-log.ts';
import {Screen} from '../../../source/dashboard/screen/screen.tsx';
import {tutorialStatus} from '../../support/dashboard.ts';
import {type Emulator, emulator} from '../../support/emulator.ts';
import {until} from '../../support/wait.ts';

/** What a person does: keys as they arrive, log lines, new sizes. */
const steps: (string | [columns: number, rows: number] | {log: string[]})[] = [
	'jj',
	{log: ['Listening on http://127.0.0.1:8000']},
	'k',
	{log: Array.from({length: 50}, (_, line) => `request ${line * 7919} \u001B[32m200\u001B[39m`)},
	{log: ['\u001B[31mTypeError: 日本語 is not a shelf\u001B[39m']},
	[100, 30],
	'?',
	'jj',
	'\u001B',
	':',
	'mig',
	[80, 24],
	'\u007F\u007F',
	'\u0003',
	'3',
	{log: ['one', 'two', 'three']},
	'k',
	'G',
	'zz',
	[40, 12],
	'2',
	[20, 4],
	[61, 19],
	'3w',
	{log: ['a line that is so long that it has to be wrapped '.repeat(3)]},
	[120, 40],
	'q',
];

test('the screen is what Ink alone would show after each key, line and size', async t => {
	const ours = await mount(t, true);
	const inks = await mount(t, false);
	for (const step of steps) {
		await ours.does(step);
		await inks.does(step);
		assert.deepEqual(ours.screen.cells(), inks.screen.cells(), JSON.stringify(step));
	}
	assert.ok(ours.bytes() * 2 < inks.bytes(), `${ours.bytes()} bytes, Ink ${inks.bytes()}`);
});

test('every frame is one synchronized write, also during a resize', async t => {
	const {does, writes} = await mount(t, true);
	for (const step of steps) await does(step);
	const drawing = writes.filter(text => !/^(?:\u001B\[\?\d+[hl])+$/.test(text));
	// A line of the log is so short that no terminal draws the half of it.
	const frames = drawing.filter(text => text.length > 400);
	for (const text of frames) assert.match(text, /^\u001B\[\?2026h[\s\S]+\u001B\[\?2026l$/);
	const clearing = drawing.filter(text => text.includes('\u001B[J'));
	assert.equal(clearing.length, 1, 'a clear for the start, and for none of the sizes');
});

async function mount(test: TestContext, isStaged: boolean) {
	chooseLook({colour: true, unicode: true});
	test.after(() => chooseLook({colour: false, unicode: true}));
	const output = new Output(120, 40);
	const stdout = output as unknown as NodeJS.WriteStream;
	const stage = isStaged ? new OutputStage(stdout) : undefined;
	const dashboard = new Dashboard({
		root: '/srv/tutorial',
		viewer: {operator: 'ann', host: 'web-1', folder: 'tutorial'},
		terminal: {
			get size() {
				const {columns, rows} = stage ?? output;
				return {columns, rows};
			},
			leave() {},
			handOver: work => work(),
			redraw() {},
			edit: async () => {},
			suspend() {},
			send() {},
		},
		reread() {},
		interval: 0,
	});
	dashboard.showStatus(tutorialStatus());
	const input = Object.assign(new EventEmitter(), {
		setEncoding() {},
		setRawMode() {},
		resume() {},
		pause() {},
	});
	const keystrokes = new Keystrokes(
		input as unknown as NodeJS.ReadStream,
		new Output(1, 1) as unknown as NodeJS.WriteStream,
		key => dashboard.press(key),
		() => {},
	);
	if (stage) new FollowedLog(dashboard, stage);
	const app = render(<Screen dashboard={dashboard} followsLog={isStaged} />, {
		stdout: (stage ?? stdout) as NodeJS.WriteStream,
		stdin: keystrokes as unknown as NodeJS.ReadStream,
		interactive: true,
		alternateScreen: true,
		patchConsole: false,
		exitOnCtrlC: false,
	});
	test.after(() => app.unmount());
	await app.waitUntilRenderFlush();
	/** A size that follows another one closely is taken up a moment later. */
	const resize = async (columns: number, rows: number) => {
		output.resize(columns, rows);
		await until('it is drawn for', () => !stage || stage.columns === columns);
	};
	return {
		screen: output.screen,
		writes: output.writes,
		bytes: () => output.writes.join('').length,
		async does(step: (typeof steps)[number]) {
			if (typeof step === 'string') input.emit('data', step);
			else if (Array.isArray(step)) await resize(...step);
			else dashboard.logPane.store.push(step.log);
			await until('all keys are looked at', () => keystrokes.isIdle);
			await app.waitUntilRenderFlush();
			await output.written();
		},
	};
}

class Output extends EventEmitter {
	readonly isTTY = true;
	readonly screen: Emulator;
	readonly writes: string[] = [];
	columns: number;
	rows: number;

	constructor(columns: number, rows: number) {
		super();
		this.screen = emulator(columns, rows);
		this.columns = columns;
		this.rows = rows;
	}

	readonly write = (text: string, encoding?: unknown, callback?: () => void): boolean => {
		const done = typeof encoding === 'function' ? (encoding as () => void) : callback;
		if (text !== '') this.writes.push(text);
		void this.screen.write(text).then(done);
		return true;
	};

	written(): Promise<void> {
		return this.screen.write('');
	}

	resize(columns: number, rows: number): void {
		this.columns = columns;
		this.rows = rows;
		this.screen.resize(columns, rows);
		this.emit('resize');
	}
}
