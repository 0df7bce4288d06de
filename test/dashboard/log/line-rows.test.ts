import assert from 'node:assert/strict';
import test from 'node:test';
import {chooseLook} from '../../../source/dashboard/drawing/theme.ts';
import {rowsOfLine} from '../../../source/dashboard/log/line-rows.ts';
import {freshView, type LogView} from '../../../source/dashboard/state/state.ts';

const {log} = freshView();
const rows = (line: string, part: Partial<LogView> = {}, cell = '', expanded = false) =>
	rowsOfLine(line, cell, expanded, {...log, ...part}, 20);
test.beforeEach(() => chooseLook({colour: false, unicode: true}));
test.afterEach(() => chooseLook({colour: false, unicode: true}));

test('a long line is cut, wrapped, or scrolled sideways', () => {
	const line = 'one two three four five six';
	assert.deepEqual(rows(line), ['one two three four …']);
	assert.deepEqual(rows(line, {wrap: true}), ['one two three four', 'five six']);
	assert.deepEqual(rows(line, {shift: 8}), ['three four five six']);
});

test('a time column takes the place of the time in the line', () => {
	const line = '[23/Nov/2026 22:27:35] "GET /" 200 0';
	assert.deepEqual(rows(line, {}, '22:27:35 '), ['22:27:35 "GET /" 20…']);
});

test('every match is marked', () => {
	assert.deepEqual(rows('Get get', {search: 'get'}), ['»Get« »get«']);
	assert.deepEqual(rows('Get get', {search: 'Get'}), ['»Get« get']);
});

test('a line without colours gets that of its status or level, others keep theirs', () => {
	chooseLook({colour: true, unicode: true});
	const start = (line: string) => /^\u001B\[([0-9;]+)m/.exec(rows(line)[0]!)?.[1];
	assert.equal(start('ERROR boom'), '31');
	assert.equal(start('[x] "GET /" 200 0'), '32');
	assert.equal(start('fine'), undefined);
	assert.equal(start('\u001B[35mERROR\u001B[0m'), '35');
});

test('only colours of foreign text remain, and of a rewritten line its last part', () => {
	assert.doesNotMatch(rows('a\u001B[2Jb')[0]!, /\u001B\[2J/);
	assert.deepEqual(rows('10%\r50%\r100%'), ['100%']);
});

test('an expanded record has a row for each field', () => {
	const line = '{"level":30,"msg":"sent","to":3}';
	assert.deepEqual(rows(line), ['INFO  sent  to=3']);
	assert.deepEqual(rows(line, {}, '', true), ['INFO  sent', '    to: 3']);
});
