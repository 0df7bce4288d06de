import assert from 'node:assert/strict';
import {appendFileSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {LogPane} from '../../../source/dashboard/log/log-pane.ts';
import {LogStore} from '../../../source/dashboard/log/log-store.ts';
import {withOlderLines} from '../../../source/dashboard/log/whole-file.ts';
import {drawLog} from '../../../source/dashboard/panes/log.ts';
import {freshView} from '../../../source/dashboard/state.ts';
import {Store} from '../../../source/dashboard/store.ts';
import {temporaryFolder} from '../../support/project.ts';

const lines = Array.from({length: 500}, (_, index) => `line ${index}`);

function logOf(t: {after: (work: () => void) => void}) {
	const root = temporaryFolder(t);
	mkdirSync(path.join(root, '.quarterdeck'));
	const file = path.join(root, '.quarterdeck/server.log');
	writeFileSync(file, `# quarterdeck log gen=1 runId=a\n${lines.join('\n')}\n`);
	const store = new LogStore(0, 100);
	store.push(lines.slice(-150));
	return {root, file, store};
}

test('the lines before those that are known come from the file', t => {
	const {root, file, store} = logOf(t);
	appendFileSync(file, 'not told yet\n');
	const whole = withOlderLines(root, store, 0)!;
	assert.equal(whole.total, 500);
	assert.equal(whole.line(0), 'line 0');
	assert.equal(whole.line(499), 'line 499');
});

test('of a huge file the beginning is left out, and a line says so', t => {
	const {root, store} = logOf(t);
	const whole = withOlderLines(root, store, 0, 2000)!;
	assert.match(whole.line(0), /^… 0\.0 MB skipped$/);
	assert.equal(whole.line(1), 'line 278');
	assert.equal(whole.line(whole.total - 1), 'line 499');
});

test('a file that is not what was read gives nothing', t => {
	const {root, file, store} = logOf(t);
	writeFileSync(file, 'another life\n'.repeat(900));
	assert.equal(withOlderLines(root, store, 0), undefined);
});

test('a search finds what is above the scrollback, and the view does not move', t => {
	const {root, store} = logOf(t);
	const view = new Store(freshView());
	const pane = new LogPane(store, view, () => root);
	const draw = () => drawLog(pane.store, view.snapshot(), {columns: 40, rows: 5}, true)[0]!.trim();
	draw();
	pane.scroll(-10);
	const before = draw();
	const {onChange, onEnter, hint} = pane.search.prompt('search');
	assert.equal(draw(), before);
	onChange?.('line 7');
	assert.match(String(hint()), /^11 matches/);
	onEnter?.('line 7');
	assert.equal(view.snapshot().log.cursor, 79, 'the last one above the view');
	for (let times = 0; times < 10; times++) pane.search.find(-1);
	assert.equal(pane.store.line(view.snapshot().log.cursor!), 'line 7');
	assert.equal(pane.search.find(-1), false);
});
