import assert from 'node:assert/strict';
import test from 'node:test';
import {mistakeIn} from '../../source/command-definition/mistake.ts';

const run = async () => {};
const command = {summary: 'Count', run};

test('a definition without mistakes has none', () => {
	const flags = {dryRun: {type: 'boolean', help: ''}};
	const given = {app: {}, rest: {many: true, optional: true}};
	assert.equal(mistakeIn({...command, flags, arguments: given}), undefined);
});

for (const [mistake, definition] of [
	['exports no command', undefined],
	['exports no command', {summary: 'Count'}],
	['has no summary for the help', {run, summary: ''}],
	['has an argument and a flag that are both named app', {arguments: {app: {}}, flags: {app: {}}}],
	[
		'has a flag --no-color, which works everywhere and means something else',
		{flags: {noColor: {type: 'boolean'}}},
	],
	['gives format the type date', {flags: {format: {type: 'date'}}}],
	['gives the flag format no type', {flags: {format: {}}}],
	[
		'has an argument behind files, which takes all that are left',
		{arguments: {files: {many: true}, target: {}}},
	],
	[
		'has target behind an argument that may be left out',
		{arguments: {app: {optional: true}, target: {}}},
	],
] as const) {
	test(`a definition that ${mistake}`, () => {
		const whole = definition && 'run' in definition ? definition : {...command, ...definition};
		const isWhole = definition === undefined || mistake === 'exports no command';
		assert.equal(mistakeIn(isWhole ? definition : whole), mistake);
	});
}
