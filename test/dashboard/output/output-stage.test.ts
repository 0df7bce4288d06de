import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import test from 'node:test';
import {OutputStage} from '../../../source/dashboard/output/output-stage.ts';
import {emulator} from '../../support/emulator.ts';
import {until} from '../../support/wait.ts';

const frame = (text: string) => `\u001B[?2026h\u001B[H\u001B[J${text}\u001B[?2026l`;
const columns = 20;

/** A terminal that takes what it is sent only when it is told to. */
class SlowTerminal extends EventEmitter {
	columns = columns;
	rows = 3;
	sent: string[] = [];
	waiting: (() => void)[] = [];
	readonly write = (text: string, done?: () => void): boolean => {
		if (text !== '') this.sent.push(text);
		if (done) this.waiting.push(done);
		return this.waiting.length === 0;
	};

	take(): void {
		for (const done of this.waiting.splice(0)) done();
	}
}

function staged(painted?: {columns: number; rows: string[]}) {
	const terminal = new SlowTerminal();
	const stage = new OutputStage(terminal as unknown as NodeJS.WriteStream, painted);
	return {terminal, stage};
}

test('a slow terminal gets the newest frame after the one it is taking', async () => {
	const {terminal, stage} = staged();
	for (let count = 1; count <= 1000; count++) stage.write(frame(`frame ${count}`));
	assert.equal(terminal.sent.length, 1);
	terminal.take();
	assert.equal(terminal.sent.length, 2);
	const screen = emulator(columns, 3);
	for (const text of terminal.sent) await screen.write(text);
	assert.deepEqual(screen.cells(), ['frame 1000', '', '']);
	terminal.take();
	assert.equal(terminal.sent.length, 2);
});

test('after the painted frame only changes are sent', () => {
	const painted = {columns, rows: ['one', '\u001B[32mtwo\u001B[39m', 'three']};
	const {terminal, stage} = staged(painted);
	stage.write('\u001B[?1049h\u001B[?25l');
	stage.write(frame('one\n\u001B[32mtwo\u001B[39m\nthree'));
	assert.deepEqual(terminal.sent, []);
	stage.write(frame('one\n\u001B[32mtwo\u001B[39m\nthrew'));
	assert.deepEqual(terminal.sent, ['\u001B[?2026h\u001B[3;5Hw\u001B[?2026l']);
});

test('rows drawn without Ink are sent as a difference, and Ink starts on an empty canvas', () => {
	const {terminal, stage} = staged({columns, rows: ['one', 'two']});
	stage.draw(['one', 'two!']);
	assert.deepEqual(terminal.sent.splice(0), ['\u001B[?2026h\u001B[2;4H!\u001B[?2026l']);
	terminal.take();
	stage.write('\u001B[?2026hone\ntwo!\nthree\u001B[?2026l');
	assert.deepEqual(terminal.sent, ['\u001B[?2026h\u001B[3Hthree\u001B[?2026l']);
});

test('a frame painted for another width is redrawn', () => {
	const {terminal, stage} = staged({columns: columns + 1, rows: ['one']});
	stage.write(frame('one'));
	assert.match(terminal.sent[0]!, /\u001B\[H\u001B\[Jone/);
});

test('while another program has the terminal nothing is drawn, and everything afterwards', () => {
	const {terminal, stage} = staged({columns, rows: ['one']});
	stage.write('\u001B[?25h\u001B[?1049l');
	assert.deepEqual(terminal.sent.splice(0), ['\u001B[?25h', '\u001B[?1049l']);
	stage.write(frame('one'));
	assert.deepEqual(terminal.sent.splice(0), []);
	stage.write('\u001B[?1049h');
	stage.write(frame('one'));
	assert.deepEqual(terminal.sent, [
		'\u001B[?1049h',
		'\u001B[?2026h\u001B[H\u001B[Jone\u001B[?2026l',
	]);
});

test('after a resize only the frame with the new layout is sent', () => {
	const {terminal, stage} = staged({columns, rows: ['one']});
	stage.once('resize', () => stage.write(frame('the old layout')));
	terminal.columns = 30;
	terminal.emit('resize');
	stage.write(frame('the new layout'));
	assert.equal(terminal.sent.length, 1);
	assert.match(terminal.sent[0]!, /the new layout/);
});

test('of many sizes the first and the last are drawn, without a clear', async t => {
	const {terminal, stage} = staged({columns, rows: ['one']});
	t.after(() => stage.removeAllListeners());
	const drawn: string[] = [];
	stage.on('resize', () => {
		drawn.push(`${stage.columns}x${stage.rows}`);
		stage.write(frame('the old layout'));
		queueMicrotask(() =>
			stage.write(frame(`drawn for ${stage.columns}\n\n\u001B[7mlast\u001B[27m`)),
		);
	});
	for (let count = 1; count <= 60; count++) {
		terminal.columns = columns + count;
		terminal.emit('resize');
		stage.write(frame('between two sizes'));
		terminal.take();
	}
	await until('the last size is drawn', () => terminal.sent.at(-1)!.includes('drawn for 80'));
	assert.deepEqual(drawn, ['21x3', '80x3']);
	assert.ok(terminal.sent.length <= 3, `${terminal.sent.length} frames`);
	assert.doesNotMatch(terminal.sent.join(''), /\u001B\[[0-3]?J/);
	const screen = emulator(80, 3);
	await screen.write(`${'garbage '.repeat(30)}`);
	await screen.write(terminal.sent.at(-1)!);
	assert.deepEqual(screen.text(), ['drawn for 80', '', 'last']);
});

test('a window that returns to its old size is redrawn', async () => {
	const {terminal, stage} = staged({columns, rows: ['one']});
	stage.write(frame('one'));
	assert.deepEqual(terminal.sent, []);
	terminal.emit('resize');
	await until('it is drawn', () => terminal.sent.length === 1);
	assert.match(terminal.sent[0]!, /one/);
});

test('a repaint sends everything again', () => {
	const {terminal, stage} = staged({columns, rows: ['one']});
	stage.write(frame('one'));
	assert.deepEqual(terminal.sent, []);
	stage.repaint();
	assert.match(terminal.sent[0]!, /one/);
});

test('rows that do not come from Ink are sent at once, and with its next frame where they move', async () => {
	const {terminal, stage} = staged();
	const screen = emulator(columns, 3);
	const seen = async () => {
		for (const text of terminal.sent.splice(0)) await screen.write(text);
		terminal.take();
		return screen.cells();
	};
	stage.cover({top: 1, rows: ['log 1']});
	assert.deepEqual(await seen(), ['', '', ''], 'Ink has not made room for it');
	stage.write(frame('head\n\nfoot'));
	assert.deepEqual(await seen(), ['head', 'log 1', 'foot']);
	stage.cover({top: 1, rows: ['log 2']});
	assert.deepEqual(await seen(), ['head', 'log 2', 'foot']);
	stage.cover({top: 0, rows: ['log 3']});
	assert.deepEqual(await seen(), ['head', 'log 2', 'foot'], 'not before Ink has made room');
	stage.cover(undefined);
	stage.write(frame('head\ndialog\nfoot'));
	assert.deepEqual(await seen(), ['head', 'dialog', 'foot']);
});

test('rows that move after Ink has made room for them are sent without its next frame', async () => {
	const {terminal, stage} = staged();
	stage.write(frame('head\n\nfoot'));
	terminal.take();
	terminal.sent.splice(0);
	stage.cover({top: 1, rows: ['log']});
	await until('the rows are sent', () => terminal.sent.join('').includes('log'));
});
