import assert from 'node:assert/strict';
import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {findingsOf, idsOf, soundProject, writeRoutes, writeSettings} from '../support/findings.ts';
import {runCommand} from '../support/run-command.ts';

test('routes and middleware that cannot be loaded are findings', async t => {
	const {root} = soundProject(t);
	writeFileSync(path.join(root, 'urls.ts'), '\nexport default [nowhere];\n');
	writeFileSync(path.join(root, 'shop/middleware.ts'), 'export const nothing = 1;\n');
	const found = await findingsOf(root);
	assert.deepEqual(
		found.map(({id, message, line}) => [id, message, line]),
		[
			['server.E001', 'shop/middleware.ts does not export a middleware.', undefined],
			['urls.E001', 'nowhere is not defined', 2],
		],
	);
});

test('a missing file of routes is a finding of whatever names it', async t => {
	const shop = soundProject(t);
	writeRoutes(shop, "path('/', include('./nowhere/urls.ts'))");
	const [included] = await findingsOf(shop.root);
	assert.equal(
		included?.message,
		"include('./nowhere/urls.ts'): there is no file nowhere/urls.ts.",
	);
	rmSync(path.join(shop.root, 'urls.ts'));
	const [named] = await findingsOf(shop.root);
	assert.equal(named?.message, 'settings.urls: there is no file urls.ts.');
	assert.equal(path.basename(named?.file ?? ''), 'settings.ts');
});

test('two routes with one pattern are a finding, unless they answer different methods', async t => {
	const view = '(() => {}) as never';
	const [finding, ...others] = await findingsOf(
		soundProject(t, ['./shop'], `path('/a/:id', ${view}), path('/a/:id', ${view})`).root,
	);
	assert.deepEqual([finding?.id, others], ['urls.W001', []]);
	assert.match(finding!.message, /have the pattern \/a\/:id/);
	const list = `path('/', {get: ${view}})`;
	const apart = soundProject(t, ['./shop'], `${list}, path('/', {post: ${view}})`);
	assert.deepEqual(await idsOf(apart.root), []);
	const same = soundProject(t, ['./shop'], `${list}, path('/', {post: ${view}, get: ${view}})`);
	assert.deepEqual(await idsOf(same.root), ['urls.W001']);
});

test('two routes with one name are a finding', async t => {
	const shop = soundProject(t);
	const route = (pattern: string) => `path('${pattern}', () => {}, {name: 'a'})`;
	writeRoutes(shop, `${route('/')}, ${route('/a/<int:id>/')}`);
	const [finding, ...others] = await findingsOf(shop.root);
	assert.deepEqual([finding?.id, others], ['urls.W005', []]);
	assert.equal(finding?.message, "Two routes have the name 'a': / and /a/<int:id>/.");
});

test('a pattern that cannot be read is a finding', async t => {
	const shop = soundProject(t);
	writeRoutes(shop, "path('/<integer:id>/', () => {})");
	const [finding, ...others] = await findingsOf(shop.root);
	assert.deepEqual([finding?.id, others], ['urls.E001', []]);
});

test('checks the redirects of login and logout', async t => {
	const apps = ['quarterdeck/auth', 'quarterdeck/sessions', './shop'];
	const included = "path('/accounts/', include('quarterdeck/auth/urls'))";
	const nowhere = soundProject(t, apps);
	assert.deepEqual(await idsOf(nowhere.root, 'urls'), ['urls.W002']);
	const usual = soundProject(t, apps, included);
	await runCommand(usual.root, 'migrate');
	assert.deepEqual(await idsOf(usual.root), []);
	const set = soundProject(t, apps, included);
	writeSettings(
		set,
		"secretKey: 'x'.repeat(40),\n\tloginRedirectUrl: '/me/',\n\tlogoutRedirectUrl: '/accounts/login/?bye',",
		apps,
	);
	const [finding, ...others] = (await findingsOf(set.root)).filter(({id}) => /^urls/.test(id));
	assert.deepEqual([finding?.id, finding?.line, others], ['urls.W003', 7, []]);
	assert.equal(finding!.message, 'Who has logged in is sent to /me/, and no route leads there.');
});
