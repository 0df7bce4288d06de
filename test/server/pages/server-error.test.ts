import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import type {MigrationState} from '../../../source/migrations/graph/state.ts';
import {
	showDatabaseUnavailable,
	showError,
	showMissing,
} from '../../../source/server/pages/server-error.ts';
import {textOf} from '../../support/browser.ts';
import {contextOf} from '../../support/context.ts';
import {temporaryFolder} from '../../support/project.ts';

function stateOf(file: string, unapplied: boolean): MigrationState {
	const migration = {id: 'books.0001_initial', path: file};
	return {
		apps: [{migrations: [migration]}],
		unapplied: unapplied ? [migration] : [],
	} as unknown as MigrationState;
}

test('an error shows its first line, the rest of its stack and a hint', () => {
	const context = contextOf();
	const frames = [{text: 'at home (accounts/views.ts:3:1)', isOwn: true, isTemplate: false}];
	showError(context, {message: 'TypeError: x <is> no function', hint: 'Check x.', frames});
	const text = textOf(String(context.body));
	assert.match(
		text,
		/TypeError: x <is> no function.*Check x\..*at home \(accounts\/views\.ts:3:1\)/s,
	);
	assert.match(String(context.body), /x &lt;is&gt;/);
});

test('a missing table names the unapplied migration that creates it, and offers to run it', t => {
	const file = path.join(temporaryFolder(t), '0001_initial.ts');
	writeFileSync(file, "static up = ['create table `book` (`id` integer)'];");
	const context = contextOf();
	showMissing(context, {kind: 'table', name: 'book'}, stateOf(file, true));
	const body = String(context.body);
	assert.match(
		textOf(body),
		/The unapplied migration books\.0001_initial creates it\..*1 unapplied migration books/s,
	);
	assert.match(body, /<form method="post"/);
});

test('without an unapplied migration the page suggests makemigrations', () => {
	const context = contextOf();
	showMissing(context, {kind: 'column', name: 'price'}, stateOf('/nowhere.ts', false));
	const body = String(context.body);
	assert.match(textOf(body), /No unapplied migration creates it\. Run quarterdeck makemigrations/);
	assert.doesNotMatch(body, /<form/);
});

test('the page about an unavailable database gives the reason', () => {
	const context = contextOf();
	showDatabaseUnavailable(context, 'connect ECONNREFUSED', 'Check that the server runs.');
	assert.match(
		textOf(String(context.body)),
		/connect ECONNREFUSED Check that the server runs\. The server keeps running/,
	);
});
