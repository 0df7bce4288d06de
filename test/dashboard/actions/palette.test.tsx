import assert from 'node:assert/strict';
import test from 'node:test';
import {actions} from '../../../source/dashboard/actions/list.ts';
import {paletteEntries, ranked} from '../../../source/dashboard/actions/palette-entries.ts';
import {KnownCommands} from '../../../source/dashboard/commands/command.ts';
import {standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

test('the commands are those that the help lists, and are read again on demand', async t => {
	const root = standInProject(t);
	const commands = new KnownCommands(() => root);
	await new Promise<void>(resolve => commands.read(resolve));
	assert.deepEqual(
		commands.known.map(({name, summary}) => [name, summary]),
		[
			['check', 'Find problems'],
			['dbshell', 'Open the database’s own client'],
			['accounts:greet', 'Say hello to everybody'],
		],
	);
	const {known} = commands;
	await new Promise<void>(resolve => commands.read(resolve));
	assert.notEqual(commands.known, known);
});

test('the best match is first: a command’s name, a word’s beginning, then letters in order', () => {
	const entries = paletteEntries(actions, [], 'log');
	assert.equal(ranked(entries, 'migrate')[0]!.action!.id, 'migrate');
	assert.equal(ranked(entries, 'timest')[0]!.action!.id, 'timestamps');
	assert.equal(ranked(entries, 'mkmig')[0]!.action!.id, 'makemigrations');
	assert.equal(ranked(entries, 'xyzzy').length, 0);
});

test('of letters in order, those that begin words go before those that are strewn about', () => {
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

test('the project’s own commands are found and run', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press(':hello');
	await mounted.shows('Say hello to everybody');
	await mounted.press('\r');
	await mounted.shows('You ran accounts:greet');
});

test('Tab takes the marked command into the line, to add words to it', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press(':greet');
	await mounted.shows('accounts:greet');
	await mounted.press('\t');
	await mounted.press('ann\r');
	await mounted.shows('You ran accounts:greet ann');
});

test('squash begins its command line with what is selected', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press('j', ':squash\r');
	await mounted.shows(': squashmigrations auth 0001_initial');
	await mounted.press('--no-optimize');
	await mounted.shows(': squashmigrations auth 0001_initial --no-optimize');
	await mounted.press('\r');
	await mounted.shows('Do you wish to proceed?');
	await mounted.shows('y yes');
	await mounted.press('y');
	await mounted.shows('Created it.');
	await mounted.shows('squashmigrations auth 0001_initial --no-optimize --noinput');
});

test('what a command said is broken where it is too long, and copied whole', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root, columns: 60, rows: 18});
	const words = Array.from({length: 20}, (_, index) => `word${index}`).join(' ');
	await mounted.press(`:hello ${words}\r`);
	await mounted.shows('word19');
	await mounted.press('c');
	await mounted.shows('Copied the output (1 line)');
});
