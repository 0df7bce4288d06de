import assert from 'node:assert/strict';
import test from 'node:test';
import {chooseLook} from '../../../source/dashboard/drawing/theme.ts';
import {LogStore} from '../../../source/dashboard/log/file/log-store.ts';
import {drawLog} from '../../support/drawn-panes.tsx';
import {numbered, openLog, paneOf} from '../../support/opened-log.ts';

test('the log follows its end; a step up pauses it, and new lines do not move it', () => {
	const {store, log, draw, pane} = openLog(numbered(100));
	assert.deepEqual(draw(3), ['line 97', 'line 98', 'line 99']);
	pane.scroll(-1);
	assert.deepEqual(draw(3), ['line 96', 'line 97', 'line 98']);
	store.push(['TypeError: new', 'GET /']);
	assert.deepEqual(draw(3), ['line 96', 'line 97', '▼ 2 new lines, 1 error  G follows']);
	pane.scroll(Number.POSITIVE_INFINITY);
	assert.equal(log().top, undefined);
	assert.deepEqual(draw(2), ['TypeError: new', 'GET /']);
});

test('keys work before the first drawing', () => {
	const {draw, pane, log} = openLog(numbered(100));
	for (let times = 0; times < 40; times++) pane.scroll(-1);
	assert.equal(log().cursor, 95 - 40);
	assert.equal(draw(3)[0], 'line 55');
});

test('moving down moves the cursor, then the window, then follows', () => {
	const {draw, pane, log} = openLog(numbered(10));
	draw(4);
	pane.scroll(-2);
	assert.deepEqual(draw(4), ['line 4', 'line 5', 'line 6', 'line 7']);
	for (let times = 0; times < 4; times++) {
		pane.scroll(1);
		draw(4);
	}
	assert.equal(log().cursor, 8);
	assert.deepEqual(draw(4), ['line 5', 'line 6', 'line 7', 'line 8']);
	pane.scroll(1);
	draw(4);
	assert.notEqual(log().top, undefined);
	pane.scroll(1);
	assert.equal(log().top, undefined);
});

test('the focused log marks the line that keys act on', t => {
	const {view, draw, pane} = openLog(numbered(9));
	view.change({focus: 'log'});
	assert.deepEqual(draw(2), ['line 7', 'line 8']);
	pane.scroll(-1);
	assert.deepEqual(draw(2), ['›line 6', ' line 7']);
	chooseLook({colour: true, unicode: true});
	t.after(() => chooseLook({colour: false, unicode: true}));
	assert.match(draw(2)[0]!, /^\u001B\[7mline 6 +\u001B\[27m$/);
});

test('g goes to the first line and stays there', () => {
	const {draw, pane} = openLog(numbered(20));
	pane.scroll(Number.NEGATIVE_INFINITY);
	assert.equal(draw(4)[0], 'line 0');
	pane.scroll(-1);
	assert.equal(draw(4)[0], 'line 0');
});

test('search goes from match to match, counts them, and shows the lines after a match', () => {
	const {view, pane, draw, log} = openLog([
		...numbered(30),
		'needle 1',
		...numbered(9),
		'needle 2',
		'c',
	]);
	view.change({log: {...log(), search: 'needle'}});
	draw(6);
	assert.equal(pane.search.find(-1), true);
	assert.equal(log().cursor, 40);
	assert.equal(pane.search.find(-1), true);
	assert.equal(log().cursor, 30);
	assert.deepEqual(draw(6).slice(2, 4), ['»needle« 1', 'line 0']);
	assert.equal(pane.search.find(-1), false);
	const [border] = drawLog(pane.store, view.snapshot(), {columns: 60, rows: 6}).rows;
	assert.match(border!, /PAUSED {2}\/needle match 1\/2/);
});

test('a cleared view says so, and Esc brings the old lines back', () => {
	const {draw, pane, store, log} = openLog(numbered(3));
	pane.clear();
	assert.match(draw(2)[0]!, /^Cleared\. New lines appear here/);
	for (const step of [-1, Number.NEGATIVE_INFINITY]) pane.scroll(step);
	pane.toggleFollow();
	assert.equal(log().top, undefined, 'there is nothing to pause at');
	store.push(['new']);
	assert.deepEqual(draw(2), ['new', '']);
	pane.stepBack();
	assert.deepEqual(draw(2), ['line 2', 'new']);
});

test('clearing removes marks, and new ones are visible', () => {
	const {draw, pane, store} = openLog(numbered(3));
	pane.mark();
	pane.clear();
	assert.match(draw(2)[0]!, /^Cleared/);
	pane.mark();
	assert.match(draw(2).join(), /─ mark .*Cleared/);
	store.push(['new']);
	assert.match(draw(2).join(), /─ mark .*─,new$/);
});

test('with a filter keys move over matching lines, as far as memory reaches', () => {
	const store = new LogStore(0, 50);
	const {view, pane, draw: drawAt} = paneOf(store);
	const draw = () => drawAt({columns: 60, rows: 3});
	const lines = Array.from({length: 100}, (_, index) => (index % 10 === 0 ? `GET ${index}` : '-'));
	store.push(lines);
	view.change({log: {...view.snapshot().log, filter: 'get'}});
	assert.deepEqual(draw(), ['GET 70', 'GET 80', 'GET 90']);
	pane.scroll(-1);
	assert.deepEqual(draw(), ['GET 60', 'GET 70', 'GET 80']);
	pane.scroll(-5);
	assert.deepEqual(draw(), ['GET 50', 'GET 60', 'GET 70']);
	pane.scroll(1);
	assert.equal(view.snapshot().log.cursor, 60);
	store.push(lines);
	assert.deepEqual(draw().slice(0, 2), ['GET 50', 'GET 60'], 'of the second hundred');
	assert.equal(store.first, 150);
});

test('a mark stays between its lines', () => {
	const {draw, pane, store} = openLog(numbered(2));
	pane.mark(new Date(2026, 10, 24, 12, 0, 51));
	store.push(['after']);
	assert.deepEqual(draw(4), [
		'line 0',
		'line 1',
		`${'─'.repeat(22)} mark 12:00:51 ${'─'.repeat(22)}`,
		'after',
	]);
});

test('a filter keeps marks', () => {
	const {draw, pane, store, view, log} = openLog(['GET 1', '-']);
	pane.mark();
	store.push(['-', 'GET 2', '-']);
	view.change({log: {...log(), filter: 'get'}});
	assert.match(draw(4).join(), /^GET 1,─+ mark .*─,GET 2,$/);
});

test('a line has its own time, else when it came, or the time since the line above', t => {
	const {draw, pane, store} = openLog([
		'[23/Nov/2026 22:27:35] "GET / HTTP/1.1" 200 0 12ms',
		'[23/Nov/2026 22:27:38] "GET /a HTTP/1.1" 200 0 12ms',
		'of the file',
	]);
	pane.nextTimes();
	assert.match(draw(3)[1]!, /^22:27:38 "GET \/a/);
	assert.match(draw(3)[2]!, /^ {9}of the file/);
	pane.nextTimes();
	assert.match(draw(3)[1]!, /^ {3}\+3\.0s "GET/);
	pane.nextTimes();
	assert.match(draw(3)[1]!, /^\[23/);
	pane.times.note(store);
	t.mock.timers.enable({apis: ['Date'], now: new Date(2026, 10, 24, 9, 8, 7)});
	store.push(['live']);
	pane.nextTimes();
	assert.equal(draw(1)[0], '09:08:07 live');
});

test('a JSON line takes one row, and a row per field once it is expanded', () => {
	const record = {
		level: 50,
		time: new Date(2026, 10, 24, 9, 8, 7).getTime(),
		pid: 1,
		msg: 'boom',
		user: 7,
		err: {type: 'TypeError', message: 'author is null', stack: 'TypeError: …\n    at a.ts:1:2'},
	};
	const {draw, pane} = openLog([JSON.stringify(record)]);
	assert.match(draw(1)[0]!, /^09:08:07 ERROR boom {2}user=7 {2}err=TypeError: author is null/);
	pane.toggleExpanded();
	assert.deepEqual(draw(8).slice(0, 7), [
		'09:08:07 ERROR boom',
		'    user: 7',
		'    err:',
		'      type: TypeError',
		'      message: author is null',
		'      stack: TypeError: …',
		'        at a.ts:1:2',
	]);
});

test('line ends inside JSON do not break the row', () => {
	const {draw} = openLog(['{"level":50,"msg":"no\\r\\n  way","why":"a\\rb"}', 'next']);
	const rows = draw(2).map(row => row.replaceAll(/\u001B\[[0-9;]*m/g, ''));
	assert.deepEqual(rows, ['ERROR no way  why=a b', 'next']);
});

test('long lines scroll sideways to the end of the longest visible one, or wrap', () => {
	const {draw, pane, log, store} = openLog([`${'a'.repeat(80)}bcdef`]);
	assert.equal(draw(1)[0]!.length, 60);
	pane.shift(20);
	assert.equal(draw(1)[0], `${'a'.repeat(59)}…`);
	pane.shift(20);
	assert.equal(log().shift, 25);
	assert.equal(draw(1)[0], `${'a'.repeat(55)}bcdef`);
	pane.shift(20);
	assert.equal(log().shift, 25, 'there is no more to see');
	store.push(['short', 'c'.repeat(90)]);
	assert.deepEqual(
		draw(3),
		[`${'a'.repeat(55)}bcdef`, '', `${'c'.repeat(59)}…`],
		'kept while following',
	);
	pane.shift(20);
	assert.equal(log().shift, 30);
	pane.shift(-20);
	assert.equal(log().shift, 10);
	store.push(['x']);
	draw(1);
	pane.shift(-5);
	assert.equal(log().shift, 0, 'back at once from where nothing is');
	pane.toggleWrap();
	pane.shift(20);
	assert.equal(log().shift, 0);
	assert.deepEqual(draw(3), ['c'.repeat(60), 'c'.repeat(30), 'x']);
});

test('sideways scrolling keeps colours and matches', t => {
	const {draw, pane, view, log} = openLog([`日本語 \u001B[35mviolet ${'.'.repeat(60)} needle`]);
	chooseLook({colour: true, unicode: true});
	t.after(() => chooseLook({colour: false, unicode: true}));
	pane.shift(3);
	assert.match(draw(1)[0]!, /^ 語 \u001B\[35mviolet/);
	pane.shift(60);
	assert.match(draw(1)[0]!, /^\u001B\[35m[. ]+needle/);
	view.change({log: {...log(), search: 'needle'}});
	assert.match(draw(1)[0]!, /\. \u001B\[0m\u001B\[7mneedle\u001B\[27m/);
});

test('wrapping keeps colours', t => {
	const {draw, pane} = openLog(
		['\u001B[33mWARN\u001B[39m \u001B[1;36mselect two words\u001B[0m end'],
		14,
	);
	pane.toggleWrap();
	assert.deepEqual(draw(3), [
		'\u001B[33mWARN\u001B[0m \u001B[1;36mselect\u001B[0m'.padEnd(14),
		'\u001B[1;36mtwo words\u001B[0m end',
		'',
	]);
	chooseLook({colour: true, unicode: true});
	t.after(() => chooseLook({colour: false, unicode: true}));
	assert.equal(draw(2)[1], '\u001B[1;36mtwo words\u001B[0m end', 'and gets no others');
});

test('a line that is rewritten with carriage returns shows its last text', () => {
	const {draw} = openLog(['10%\r50%\r100%', '10%\rdone\r\u001B[K', '{"level":30,"msg":"a\\rb"}']);
	assert.deepEqual(
		draw(3).map(row => row.replaceAll(/\u001B\[[0-9;]*m/g, '')),
		['100%', 'done', 'INFO  a b'],
	);
});

test('a progress bar that goes back in other ways shows its last text', () => {
	const {draw} = openLog(['10%\u001B[1G20%', 'a\u001B[2K\u001B[Gb', '| 1\b\b\b/ 2', '😀\bx\by']);
	const plain = draw(4).map(row => row.replaceAll(/\u001B\[[0-9;]*m/g, ''));
	assert.deepEqual(plain, ['20%', 'b', '/ 2', 'y']);
});

test('tabs go to the next stop, whatever colours are before them', () => {
	const {draw} = openLog(['\u001B[31mab\u001B[m\tc\td', '12345678\tx']);
	const plain = draw(2).map(row => row.replaceAll(/\u001B\[[0-9;]*m/g, ''));
	assert.deepEqual(plain, ['ab  c   d', '12345678    x']);
});

test('foreign text keeps its colours only', () => {
	const {draw} = openLog(['\u001B]0;title\u0007\u001B[2Jhidden\u001B[31mred']);
	const [row = ''] = draw(1);
	assert.match(row, /^hidden\u001B\[31mred/);
	assert.doesNotMatch(row, /\u001B(?!\[[0-9;]*m)/);
});

test('a ring keeps the newest lines only', () => {
	const store = new LogStore(0, 3);
	store.push(['1', '2', '3', '4']);
	assert.equal(store.first, 1);
	assert.deepEqual(
		[1, 2, 3].map(index => store.line(index)),
		['2', '3', '4'],
	);
});

test('a match does not change the colours beside it', t => {
	const {draw, view, log} = openLog(['an Error of ours', '\u001B[35mviolet\u001B[39m Error']);
	chooseLook({colour: true, unicode: true});
	t.after(() => chooseLook({colour: false, unicode: true}));
	view.change({log: {...log(), search: 'Error'}});
	const [ours, own] = draw(2);
	assert.equal(ours, '\u001B[31man \u001B[7mError\u001B[27m of ours\u001B[39m'.trimEnd());
	assert.match(own!, /^\u001B\[35mviolet\u001B\[0m \u001B\[7mError\u001B\[27m$/);
});
