import assert from 'node:assert/strict';
import test from 'node:test';
import {startSite} from '../../support/application.ts';
import {hiddenFields, textOf, Visitor} from '../../support/browser.ts';

const address = '/__quarterdeck__/migrate';

test('the button on the page about a missing table runs the migrations, and only this page can use it', async t => {
	const site = await startSite(t, {tables: false});
	const visitor = new Visitor(site.url);
	const page = await visitor.logIn('admin', 'whatever');
	assert.match(textOf(page.body), /The unapplied migration auth\.0001_initial creates it\./);
	assert.match(textOf(page.body), /Run the pending migrations/);
	const {token, back} = hiddenFields(page.body);
	const fields = {token: token!, back: back!};
	const elsewhere = {origin: 'http://evil.example'};
	assert.equal((await visitor.post(address, {...fields, token: 'x'})).status, 403);
	assert.equal((await visitor.post(address, fields, elsewhere)).status, 403);
	assert.equal((await visitor.post(address, fields, {origin: ''})).status, 403);
	const crossSite = {'sec-fetch-site': 'cross-site'};
	assert.equal((await visitor.post(address, fields, crossSite)).status, 403);
	assert.equal((await visitor.get(address)).status, 404);
	assert.match(textOf((await visitor.logIn('admin', 'whatever')).body), /unapplied migration/);

	const ran = await visitor.post(address, {...fields, back: '//evil.example'});
	assert.equal(ran.status, 303, ran.body);
	assert.equal(ran.location, '/');
	assert.equal((await visitor.logIn('admin', 'whatever')).status, 200);
});

test('without debug there is no button', async t => {
	const site = await startSite(t, {tables: false, settings: 'debug: false,'});
	const visitor = new Visitor(site.url);
	assert.ok(!(await visitor.logIn('admin', 'whatever')).body.includes(address));
	assert.ok([403, 404].includes((await visitor.post(address, {})).status));
});
