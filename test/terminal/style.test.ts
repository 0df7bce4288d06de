import assert from 'node:assert/strict';
import test from 'node:test';
import {defaultStyle, stepBetween, styleAfter} from '../../source/terminal/style.ts';

const style = (...sequences: string[]) => sequences.reduce(styleAfter, defaultStyle);
const step = (from: string, to: string) => stepBetween(style(from), style(to)).slice(2);

test('a style is what its sequences leave of it', () => {
	assert.equal(style('31;1', '22').codes, '31');
	assert.equal(style('31', '32').codes, '32');
	assert.equal(style('38;5;208', '48;2;1;2;3').codes, '38;5;208;48;2;1;2;3');
	assert.equal(style('38:2::1:2:3;1').codes, '1;38:2::1:2:3');
	assert.equal(style('7', '').codes, '');
	assert.equal(style('31;7;1', '39;27;22'), defaultStyle);
	assert.equal(style('5;8').codes, '', 'what hides or blinks is not kept');
});

test('the shortest sequence leads from one style to another', () => {
	assert.equal(step('0', '7'), '7m');
	assert.equal(step('7', '0'), 'm');
	assert.equal(step('31', '32'), '32m');
	assert.equal(step('1', '2'), '0;2m');
	assert.equal(step('1;2', '2'), '0;2m');
	assert.equal(step('1;38;5;208', '38;5;208'), '22m');
	assert.equal(step('31', '31'), '');
});

test('only some styles are seen on a space', () => {
	assert.equal(style('31;1').showsOnSpaces, false);
	for (const code of ['4', '7', '9', '44']) assert.equal(style(code).showsOnSpaces, true);
});
