import assert from 'node:assert/strict';
import test from 'node:test';
import {startSite} from '../../support/application.ts';
import {textOf, Visitor} from '../../support/browser.ts';

const views = `import {Profile} from './entities.ts';
export async function home(context: any) {
	const {em, query} = context;
	for (let count = 0; count < Number(query.count ?? 0); count++) await em.execute('select 1');
	await em.count(Profile, {city: 'Lund'});
	await em.execute("select password from auth_user where username = ?", ['canary1']);
	await em.execute("select 'canary2'");
	await em.execute('select * from accounts_profile where city = ? and id = ?', ['x'.repeat(999), 7]);
	throw new Error('after its statements');
}`;

test('the page of an error shows the statements of its request, without secrets', async t => {
	const site = await startSite(t, {views});
	const visitor = new Visitor(site.url);
	// The first one also connects.
	await visitor.get('/account/');
	const [one, other] = await Promise.all([
		visitor.get('/account/'),
		visitor.get('/account/?count=120'),
	]);
	const page = textOf(one.body);
	assert.match(page, /4 SQL statements, \d+ ms select count\(\*\).*\d+ ms · "Lund"/s);
	assert.match(
		page,
		/select \* from accounts_profile where city = \? and id = \? \d+ ms · "x{299}…, 7/,
	);
	assert.doesNotMatch(one.body, /canary/);
	assert.match(textOf(other.body), /124 SQL statements.*The last 100 are shown\./s);
	assert.match(other.body, /<ol start="25"/);
});

test('a visitor sees no statements, and in production none are kept', async t => {
	for (const settings of ['', 'debug: false,']) {
		const site = await startSite(t, {views, settings});
		const from: Record<string, string> = settings ? {} : {'x-forwarded-for': '198.51.100.7'};
		const {body} = await new Visitor(site.url).get('/account/', from);
		assert.match(body, /Server error/);
		assert.doesNotMatch(body, /select/);
	}
});

test('frames of packages are folded, those of the project are open', async t => {
	const site = await startSite(t, {
		views:
			"import {Profile} from './entities.ts';\nexport async function home({em}: any) {\n\tawait em.find(Profile, {citty: 'Lund'});\n}",
	});
	const {body} = await new Visitor(site.url).get('/account/');
	const [before, folded, after] = body.split(/<details class="frames">|(?<=<\/pre>\n)<\/details>/);
	assert.match(folded!, /frames of packages.*CriteriaNode/s);
	assert.doesNotMatch(before! + after!, /CriteriaNode/);
	assert.match(after!, /accounts\/views\.ts:3.*&gt; 3 /s);
	assert.match(site.log(), /accounts\/views\.ts:3:/);
});
