import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import {MikroORM} from '@mikro-orm/sqlite';
import {getOr404} from '../../../source/server/web/get-or-404.ts';
import {startSite} from '../../support/application.ts';
import {textOf, Visitor} from '../../support/browser.ts';

const Author = defineEntity({
	name: 'Author',
	properties: {id: p.integer().primary(), name: p.string()},
});
const Book = defineEntity({
	name: 'Book',
	properties: {id: p.integer().primary(), title: p.string(), author: () => p.manyToOne(Author)},
});

test('an entity is found by key or condition; none is an error with status 404', async () => {
	await using orm = await MikroORM.init({entities: [Author, Book], dbName: ':memory:'});
	await orm.schema.create();
	const em = orm.em.fork();
	em.create(Book, {title: 'Emma', author: em.create(Author, {name: 'Jane Austen'})});
	await em.flush();
	assert.equal((await getOr404(em.fork(), Book, 1)).title, 'Emma');
	const book = await getOr404(em.fork(), Book, {title: 'Emma'}, {populate: ['author']});
	assert.equal(book.author.name, 'Jane Austen');
	assert.equal((await getOr404(em.fork(), Book, {id: {$gt: 0}, author: 1})).id, 1);
	await assert.rejects(getOr404(em.fork(), Book, 2), {
		status: 404,
		message: 'No Book matches the query.',
	});
	for (const id of ['abc', '', Number.NaN]) {
		await assert.rejects(getOr404(em.fork(), Book, id as number), TypeError);
		await assert.rejects(getOr404(em.fork(), Book, {id: id as number}), TypeError);
	}
	await assert.rejects(getOr404(em.fork(), Book, 'abc' as never), {
		message: "Book.id is a number, which 'abc' is not.",
	});
});

const views = `import {getOr404} from 'quarterdeck';
import {User} from 'quarterdeck/auth';
export const home = (context: any) => getOr404(context.em, User, context.query.id === undefined ? 7 : context.query.id);`;

test('the page of a missing entity names it to the developer, and to nobody in production', async t => {
	const development = new Visitor((await startSite(t, {views})).url);
	const missing = await development.get('/account/');
	assert.equal(missing.status, 404);
	assert.match(textOf(missing.body), /Page not found.*No User matches the query\..*found nothing/);
	assert.equal((await development.get('/account/?id=abc')).status, 500);
	const settings = "environment: 'production', allowedHosts: ['127.0.0.1'],";
	const production = await new Visitor((await startSite(t, {views, settings})).url).get(
		'/account/',
	);
	assert.equal(production.status, 404);
	assert.doesNotMatch(production.body, /User|matches/);
});
