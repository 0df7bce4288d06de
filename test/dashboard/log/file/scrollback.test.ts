import assert from 'node:assert/strict';
import {appendFileSync, readFileSync, renameSync, truncateSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {LogStore} from '../../../../source/dashboard/log/file/log-store.ts';
import {shownLines} from '../../../../source/dashboard/log/search/filter.ts';
import {matchCount, matchesIn} from '../../../../source/dashboard/log/search/matches.ts';
import {shownPieces} from '../../../../source/dashboard/log/shown-pieces.ts';
import {withStack} from '../../../../source/dashboard/log/texts.ts';
import type {LogView} from '../../../../source/dashboard/state/state.ts';
import {LineReader} from '../../../../source/runs/files/line-reader.ts';
import {isLogHeader} from '../../../../source/server/control/log-file.ts';
import {paneOf} from '../../../support/opened-log.ts';
import {temporaryFolder} from '../../../support/project.ts';
import {until} from '../../../support/wait.ts';

const header = '# quarterdeck log gen=1 runId=a\n';
const filler = 'so that a few thousand lines are many blocks '.repeat(3);
const numbered = (from: number, to: number) =>
	Array.from({length: to - from}, (_, index) => `line ${from + index} ${filler}\n`).join('');

/** A pane that keeps 100 lines in memory, on a log whose end was read as the dashboard does it. */
function openLog(t: TestContext, text: string, fromEnd = 30_000) {
	const file = path.join(temporaryFolder(t), 'server.log');
	writeFileSync(file, text);
	const store = new LogStore(0, 100);
	const {view, pane, log, draw: drawAt} = paneOf(store);
	const reader = new LineReader(
		file,
		(lines, place) =>
			store.push(
				lines.filter(line => !isLogHeader(line)),
				place,
			),
		{fromEnd, longestLine: 8000, onSkipped: () => {}},
	);
	t.after(() => {
		reader.close();
		store.scrollback.close();
	});
	const change = (part: Partial<LogView>) => view.change({log: {...log(), ...part}});
	const draw = (columns = 40, rows = 5) => drawAt({columns, rows});
	const border = () =>
		drawAt({columns: 100, rows: 5}, false)
			.filter((_, row) => row === 0 || row === 4)
			.join('\n');
	reader.read(1000);
	draw();
	return {file, store, pane, reader, log, change, draw, border};
}

const saved = async (store: LogStore, view: LogView) => {
	let text = '';
	for await (const piece of shownPieces(store, view)) text += piece;
	return text;
};

test('the log is searched to its first line, and counted, while lines arrive', async t => {
	const {store, reader, file, change, border, pane, log, draw} = openLog(
		t,
		header + numbered(0, 3000) + header + numbered(3000, 5000),
	);
	change({search: 'line 7'});
	assert.match(border(), /\/line 7 0 matches…/, 'those in memory at once, and more may come');
	for (let round = 0; round < 5; round++) {
		appendFileSync(file, numbered(7000 + 100 * round, 7100 + 100 * round));
		reader.read(1000);
		border();
		await new Promise(resolve => setImmediate(resolve));
	}
	const final = await until('all is known', () => {
		const lines = matchesIn(store, log());
		return lines?.isFinal && lines;
	});
	// 7, 70–79, 700–799, 7000–7499
	assert.equal(final.count, 1 + 10 + 100 + 500);
	assert.match(border(), /\/line 7 611 matches /);
	assert.match(border(), /5500 lines/);
	assert.equal(pane.search.find(-1), true);
	assert.match(border(), /match 611\/611/);
	change({cursor: [...final.walk(store.oldest, 1)][1]});
	assert.match(border(), /match 2\/611/);
	assert.equal(pane.search.find(-1), true);
	assert.match(draw()[1]!, /^»line 7« so/);
	assert.equal(pane.search.find(-1), false);
	pane.follow();
	appendFileSync(file, numbered(7500, 8500));
	reader.read(1000);
	border();
	await until('all is known', () => matchesIn(store, log())?.isFinal);
	assert.match(
		border(),
		/\/line 7 1111 matches /,
		'also what nobody looked at while it was in memory',
	);
	change({search: ''});
});

test('scrolling up continues in the file, and g goes to its first line', async t => {
	const {pane, draw, border, store, log} = openLog(t, header + numbered(0, 3000));
	assert.match(border(), /\d+\+ lines/, 'nobody has asked for the others');
	for (let page = 0; page < 30; page++) {
		pane.scroll(-50);
		draw();
	}
	const [top] = draw();
	assert.match(top!, /^line 1[45]\d\d so/);
	pane.mark(new Date(2026, 10, 24, 12, 0, 51));
	pane.scroll(Number.NEGATIVE_INFINITY);
	await until('the first line is seen', () => draw()[0]!.startsWith('line 0 '));
	assert.match(border(), / 3000 lines/);
	const marked = store.line(log().marks[0]!.before - 1);
	assert.equal(marked.slice(0, 10), top!.slice(0, 10), 'marks stay where they were put');
});

test('g waits for the first matching line, and N for a match that is not found yet', async t => {
	const {pane, draw, change, border} = openLog(t, `a needle\n${numbered(0, 5000)}`);
	change({search: 'needle'});
	assert.equal(pane.search.find(-1), true);
	await until('it is found', () => draw()[0] === 'a »needle«');
	pane.follow();
	change({search: '', filter: 'needle'});
	assert.match(draw()[0]!, /^No matching lines yet…/);
	assert.match(border(), / 0 of 5001 lines…/);
	await until('it is found', () => draw()[0] === 'a needle');
	change({filter: 'line 1'});
	pane.scroll(Number.NEGATIVE_INFINITY);
	await until('it is found', () => draw()[0]!.startsWith('line 1 '));
	pane.scroll(1);
	pane.scroll(1);
	assert.match(draw()[2]!, /^line 11 /);
});

test('level and filter apply to the whole file, and the border counts its lines', async t => {
	const {store, log, change, border} = openLog(
		t,
		`TypeError: first\n${numbered(0, 1000)}{"level":50,"msg":"json"}\n${numbered(1000, 3000)}` +
			`a \u001B[31mnee\u001B[39mdle\n${numbered(3000, 4000)}WARN two\n`,
	);
	change({level: 'warn'});
	border();
	await until('all is known', () => shownLines(store, log())?.isFinal);
	assert.match(border(), /3 of 4004 lines/);
	change({filter: '!first'});
	await until('all is known', () => shownLines(store, log())?.isFinal);
	assert.match(border(), /2 of 4004 lines/);
	assert.equal(await saved(store, log()), '{"level":50,"msg":"json"}\nWARN two\n');
	change({level: 'all', filter: '', search: 'error json'});
	await until('all is known', () => matchesIn(store, log())?.isFinal);
	assert.equal(matchCount(store, log()), '1 match', 'what is drawn of JSON is found in the file');
	change({search: 'a needle'});
	await until('all is known', () => matchesIn(store, log())?.isFinal);
	assert.equal(matchCount(store, log()), '1 match', 'and what colours take apart');
});

test('lines that the reader skipped are found in the file', async t => {
	const {store, reader, file, log, change, draw, border} = openLog(t, numbered(0, 1000));
	change({search: 'line 500'});
	await until('all is known', () => matchesIn(store, log())?.isFinal);
	assert.equal(matchCount(store, log()), '1 match');
	const before = store.total;
	appendFileSync(file, numbered(1000, 70_000));
	reader.read(10_000);
	assert.ok(store.total - before > 1_000_000, 'the numbers leave room for what was skipped');
	assert.match(draw()[4]!, /^line 69999 /);
	assert.match(draw(40, 150)[0]!, /^line 69850 /, 'more than memory holds');
	border();
	await until('all is known', () => matchesIn(store, log())?.isFinal);
	// 500, 5000–5009, 50000–50099
	assert.match(border(), /111 matches /);
	assert.match(border(), /70000 lines/);
});

test('a renamed log can still be read, and the new one is searched', async t => {
	const {store, reader, file, log, change, border, pane, draw} = openLog(t, numbered(0, 2000));
	renameSync(file, `${file}.1`);
	appendFileSync(`${file}.1`, numbered(2000, 2050));
	writeFileSync(file, header + numbered(2050, 4000));
	reader.read(1000);
	reader.read(1000);
	change({search: 'line 20'});
	border();
	await until('all is known', () => matchesIn(store, log())?.isFinal);
	// 20, 200–209, 2000–2099
	assert.match(border(), /111 matches /);
	assert.match(border(), /4000 lines/);
	pane.scroll(Number.NEGATIVE_INFINITY);
	await until('the first line is seen', () => draw()[0]!.startsWith('line 0 '));
});

test('a truncated log is dropped, and its new text is searched', async t => {
	const {store, reader, file, log, change, border} = openLog(t, numbered(0, 2000));
	truncateSync(file);
	appendFileSync(file, numbered(0, 500));
	reader.read(1000);
	change({search: 'line 1'});
	border();
	await until('all is known', () => matchesIn(store, log())?.isFinal);
	// 1, 10–19, 100–199
	assert.match(border(), /111 matches /);
	assert.match(border(), / 500 lines/);
});

test('a search stops when nobody asks for it', async t => {
	const {store, log, change} = openLog(t, numbered(0, 30_000));
	change({search: 'line 1'});
	const lines = matchesIn(store, log())!;
	change({search: ''});
	assert.equal(matchesIn(store, log()), undefined);
	change({filter: 'line 2'});
	await until('another goes through it', () => shownLines(store, log())?.isFinal);
	assert.equal(lines.isFinal, false);
});

test('a line that was cut is copied and saved whole', async t => {
	const long = `${'é'.repeat(200_000)} end`;
	const text = `\n${numbered(0, 2000)}\n`;
	const {store, log, file} = openLog(t, `${text}${long}\n${header}next ${'x'.repeat(9000)}\n`);
	assert.equal(withStack(store, store.total - 1).length, 9005);
	assert.equal(await saved(store, log()), readFileSync(file, 'utf8').replace(header, ''));
	assert.equal(store.line(store.oldest + 2002).length, 8001);
});
