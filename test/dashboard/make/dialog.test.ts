import assert from 'node:assert/strict';
import test from 'node:test';
import {MakeMigrationsDialog} from '../../../source/dashboard/make/dialog.ts';
import {playStatus, standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {setVariable} from '../../support/environment.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';
import {cliFile} from '../../support/project.ts';
import {makeShop} from '../../support/shop.ts';
import {until} from '../../support/wait.ts';

function openMake(t: test.TestContext, part = {}, more = {}) {
	const root = standInProject(t);
	const status = tutorialStatus({root, ...part});
	playStatus(root, status, more);
	const opened = dashboardInMemory(t, status, {root});
	new MakeMigrationsDialog(opened.session).open();
	const shows = (wanted: RegExp) => until(`it shows ${wanted}`, () => wanted.test(opened.text()));
	return {...opened, shows};
}

test('nothing is written before y', async t => {
	const {press, sent, session, shows, text} = openMake(t);
	assert.match(text(), /Comparing entities and migrations …/);
	await shows(/accounts\/migrations\/0001_initial\.ts\n {4}\+ Create entity Profile\n\ny write it/);
	assert.equal(session.changes.size, 0);
	press('y');
	await shows(/✓ accounts\/migrations\/0001_initial\.ts[\s\S]*M migrate/);
	assert.equal(session.changes.get('migration written'), 1);
	press('e');
	assert.deepEqual(sent, [`edit ${session.root}/accounts/migrations/0001_initial.ts:`]);
	assert.match(text(), /✓ accounts/, 'the dialog stays');
});

test('n closes the preview', async t => {
	const {press, shows, top} = openMake(t);
	await shows(/y write it/);
	press('n');
	assert.equal(top(), undefined);
});

test('without changes there is nothing to write', async t => {
	await openMake(t, {apps: []}).shows(/No changes detected\n\nEsc close/);
});

test('questions are asked in turn, and Esc goes back to the last answer', async t => {
	const rename = {kind: 'rename-property', text: 'Was it renamed?', choices: ['about', 'removed']};
	const questions = [
		{...rename, id: 'bio', flag: '--rename bio=about'},
		{
			kind: 'one-off-default',
			id: 'floor',
			text: 'Which floor?',
			choices: [],
			flag: '--default floor=SQL',
		},
	];
	const {press, session, shows, type} = openMake(t, {}, {questions});
	await shows(/Was it renamed\?[\s\S]*Esc cancel, nothing is written/);
	press('1');
	await shows(/Which floor\?[\s\S]*Esc back to the previous question/);
	press('Esc');
	await shows(/Was it renamed\?/);
	press('1');
	await shows(/Which floor\?/);
	type('7');
	press('Enter');
	await shows(/y write it {3}Esc back to the previous question/);
	press('Esc');
	await shows(/SQL expression 7/);
	press('Enter');
	await shows(/y write it/);
	assert.equal(session.changes.size, 0);
});

test('a preview of entities that have changed since is made again', async t => {
	const {dashboard, shows, session, text} = openMake(t);
	await shows(/y write it/);
	const status = session.project!;
	const apps = structuredClone(status.apps);
	dashboard.showStatus({...status, apps: structuredClone(apps)});
	assert.match(text(), /y write it/, 'nothing has changed');
	for (const app of apps) app.unmadeChanges = [];
	playStatus(session.root, {...status, apps});
	dashboard.showStatus({...status, apps});
	assert.match(text(), /Comparing entities/);
	await shows(/No changes detected/);
});

test('a wrong answer keeps its question, with the reason below it', async t => {
	const book = (more: string) => `export const Book = defineEntity({
		name: 'Book', properties: {id: p.integer().primary(), ${more}},
	});`;
	const shop = makeShop(t, book(''));
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	shop.rows('insert into book values (1)');
	shop.entities(book('title: p.string()'));
	setVariable(t, 'QUARTERDECK_CLI', cliFile);
	const {session, top, text, type, press} = dashboardInMemory(t, undefined, {root: shop.root});
	session.root = shop.root;
	new MakeMigrationsDialog(session).open();
	const shows = (wanted: RegExp) => until(`it shows ${wanted}`, () => wanted.test(text()));
	await shows(/SQL expression/);
	type('abc');
	press('Enter');
	await shows(
		/SQL expression abc _*\nabc is not a value in SQL; write a text with quotes: 'abc'\./,
	);
	assert.equal(top()!.field?.value, 'abc');
	type("'abc'");
	press('Enter');
	await shows(/0002_book_title\.ts[\s\S]*y write it/);
});
