import assert from 'node:assert/strict';
import test from 'node:test';
import {globalFlags} from '../../source/command-definition/global-flags.ts';
import {commands} from '../../source/command-line/commands.ts';
import {findCommand} from '../../source/command-line/find.ts';
import {helpOf} from '../../source/command-line/help.ts';
import {packageRoot} from '../support/project.ts';

const found = await Promise.all(Object.keys(commands).map(name => findCommand(name, packageRoot)));

function helpText(name: string): string {
	return helpOf(found.find(command => command.name === name)!)[1];
}

test('every line of the help begins in lower case and has no full stop', () => {
	for (const {name, signature} of found) {
		const {flags = {}, arguments: given = {}} = signature;
		const lines = [...Object.values({...flags, ...globalFlags}), ...Object.values(given)];
		for (const {help = 'none'} of lines) assert.match(help, /^[a-z].*[^.]$/, `${name}: ${help}`);
	}
});

test('every summary is an imperative without a full stop', () => {
	for (const {name, summary} of found) {
		assert.match(summary, /^[A-Z][a-z]+ .*[^.]$/, `${name}: ${summary}`);
	}
});

test('the usage line nests what may be left out', () => {
	const usages = {
		migrate: '[APP [TARGET|zero]]',
		squashmigrations: '[APP] [FROM] TO',
		runserver: '[[HOST:]PORT]',
		makemigrations: '[APP…]',
		dbshell: '[-- ARGUMENTS…]',
		startproject: 'NAME [DIR]',
	};
	for (const [name, usage] of Object.entries(usages)) {
		assert.equal(helpText(name).split('\n')[0], `Usage: quarterdeck ${name} ${usage}`);
	}
});

test('both spellings of --noinput stand in one line', () => {
	assert.match(helpText('migrate'), /^ {2}--noinput, --no-input {2}do not ask/m);
});

test('startproject, which needs no project, does not offer --project', () => {
	assert.doesNotMatch(helpText('startproject'), /--project/);
	assert.match(helpText('startapp'), /^ {2}--project DIR {2}/m);
});

test('flags of the dashboard’s own are not shown', () => {
	assert.doesNotMatch(helpText('status'), /until-sources-change/);
	assert.doesNotMatch(helpText('createsuperuser'), /--form/);
});
