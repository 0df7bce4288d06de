import assert from 'node:assert/strict';
import test from 'node:test';
import {actions} from '../../../source/dashboard/actions/list.ts';
import {paletteEntries, ranked} from '../../../source/dashboard/actions/palette-entries.ts';
import type {ProjectStatus} from '../../../source/runs/project-status.ts';

test('the best match is first: a command’s name, a word’s beginning, then letters in order', () => {
	const entries = paletteEntries(actions, [], 'log');
	assert.equal(ranked(entries, 'migrate')[0]!.action!.id, 'migrate');
	assert.equal(ranked(entries, 'timest')[0]!.action!.id, 'timestamps');
	assert.equal(ranked(entries, 'mkmig')[0]!.action!.id, 'makemigrations');
	assert.equal(ranked(entries, 'xyzzy').length, 0);
});

test('letters that begin words match better than letters in the middle of them', () => {
	const own = [{name: 'accounts:import', summary: 'Imports things'}];
	const entries = paletteEntries(actions, own, 'migrations');
	assert.equal(ranked(entries, 'accimp')[0]!.command, 'accounts:import');
	assert.equal(ranked(entries, 'sqmi')[0]!.action!.id, 'squash');
});

test('every action with a key is an entry with that key', () => {
	const entries = paletteEntries(actions, [], 'log');
	for (const {id, keys, group} of actions) {
		if (id === 'palette' || group === 'Panes') continue;
		assert.ok(
			entries.some(entry => entry.action?.id === id && entry.key === (keys[0] ?? '')),
			id,
		);
	}
});

test('a command that an action runs is not listed twice', () => {
	const commands = [
		{name: 'migrate', summary: 'Apply migrations'},
		{name: 'dbshell', summary: 'Open the database'},
	];
	const entries = paletteEntries(actions, commands, 'log');
	assert.equal(entries.filter(({command}) => command === 'migrate').length, 1);
	assert.deepEqual(
		entries.find(({command}) => command === 'dbshell'),
		{group: 'Commands', key: '', label: 'Open the database', command: 'dbshell'},
	);
});

test('a plain project is shown MikroORM’s terms, which find the action', () => {
	const plain = paletteEntries(actions, [], 'log', {kind: 'mikro-orm'} as ProjectStatus);
	const [found] = ranked(plain, 'migration:up');
	assert.equal(found!.label, 'migrate: opens the plan, y runs it (migration:up)');
	const other = paletteEntries(actions, [], 'log', {} as ProjectStatus);
	assert.ok(other.every(({label}) => !label.includes('migration:')));
});

test('the focused pane’s actions are first, cursor movement is last, in groups', () => {
	const groups = paletteEntries(actions, [], 'log').map(({group}) => group);
	const order = groups.filter((group, index) => group !== groups[index - 1]);
	assert.equal(order[0], 'Server log');
	assert.equal(order.at(-1), 'Movement');
	assert.equal(new Set(order).size, order.length, 'each group is there once');
});

test('what was run last is first', () => {
	const entries = paletteEntries(actions, [], 'log', undefined, ['zoom', 'migrate']);
	assert.deepEqual(
		entries
			.slice(0, 3)
			.map(({group, action}) => [group, action?.id === 'zoom'] as const)
			.slice(0, 2),
		[
			['Recent', true],
			['Recent', false],
		],
	);
	assert.equal(entries.filter(({action}) => action?.id === 'zoom').length, 1);
});

test('no label is cut at 80 columns', () => {
	for (const {label} of paletteEntries(actions, [], 'log'))
		assert.ok(label.length <= 80 - 4 - 9, label);
});
