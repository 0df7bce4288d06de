import assert from 'node:assert/strict';
import test from 'node:test';
import {LogStore} from '../../../../source/dashboard/log/file/log-store.ts';
import {
	includes,
	isShown,
	mayBeShown,
	mayInclude,
	shownLines,
} from '../../../../source/dashboard/log/search/filter.ts';
import {freshView, type LogLevelFilter} from '../../../../source/dashboard/state/state.ts';

test('each level hides the lines below it', () => {
	const {log} = freshView();
	const shown = (level: LogLevelFilter) =>
		['DEBUG a', 'INFO b', 'WARN c', 'ERROR d'].filter(line => isShown(line, {...log, level}));
	assert.deepEqual(shown('all'), ['DEBUG a', 'INFO b', 'WARN c', 'ERROR d']);
	assert.deepEqual(shown('info'), ['INFO b', 'WARN c', 'ERROR d']);
	assert.deepEqual(shown('warn'), ['WARN c', 'ERROR d']);
	assert.equal(mayBeShown('INFO b', {...log, level: 'info'}), true);
});

test('a filter hides, an exclamation mark inverts it, capitals count when typed', () => {
	const view = {...freshView().log, filter: 'get'};
	assert.equal(isShown('GET /', view), true);
	assert.equal(isShown('GET /', {...view, filter: '!get'}), false);
	assert.equal(isShown('GET /', {...view, filter: 'Get'}), false);
	const json = '{"level":30,"msg":"done","req":{"method":"GET","url":"/api"}}';
	assert.equal(isShown(json, {...view, filter: 'req=get /api'}), true, 'what is drawn is found');
	assert.equal(isShown(json, {...view, filter: '"url":"/api"'}), true, 'and what is in the file');
});

test('the quick look at many lines misses none that passes', () => {
	const lines = [
		'plain needle',
		'\u001B[31mnee\u001B[0mdle',
		'{"level":30,"msg":"needle found"}',
		'{"level":30,"msg":"a\\u006eeedle"}',
	];
	for (const line of lines) {
		assert.equal(includes(line, 'needle') && !mayInclude(`x\n${line}`, 'needle'), false, line);
	}
	assert.equal(mayInclude('nothing here', 'needle'), false);
	assert.equal(mayBeShown('INFO fine', {...freshView().log, level: 'error'}), false);
});

test('without level and filter every line is shown, with them those that pass', () => {
	const store = new LogStore(0);
	store.push(['GET /', 'ERROR boom', 'POST /']);
	const {log} = freshView();
	assert.equal(shownLines(store, log), undefined);
	assert.equal(shownLines(store, {...log, filter: '!'}), undefined, 'nothing is typed yet');
	assert.equal(shownLines(store, {...log, level: 'error'})!.count, 1);
	assert.equal(shownLines(store, {...log, filter: '!boom'})!.count, 2);
});
