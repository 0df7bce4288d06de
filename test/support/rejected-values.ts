import assert from 'node:assert/strict';
import type {TestContext} from 'node:test';
import {startSite, withDatabase} from './application.ts';
import {textOf, Visitor} from './browser.ts';

/** What a database rejects, or MikroORM before; on each of them it is a mistake of the view. */
const mistakes = {
	nan: 'em.findOne(Profile, {id: Number("abc")})',
	'column of no entity': 'em.execute("select nowhere from accounts_profile")',
	'table of no entity': 'em.execute("select * from nowhere")',
	'constraint violation': 'em.execute("insert into accounts_profile (city) values (\'\')")',
	'property with a typo': 'em.find(Profile, {citty: "x"})',
	'quoted message': 'Promise.reject(new Error("It said: \'no such table: auth_user\'."))',
};

/** Of servers: SQLite takes any length and any type. */
const mistakesOnServers = {
	...mistakes,
	'column of another entity': 'em.execute("select username from accounts_profile")',
	'too long value':
		'em.execute("insert into accounts_profile (city, user_id) values (?, 7)", ["x".repeat(200)])',
	'wrong type':
		'em.execute("insert into accounts_profile (city, user_id) values (\'\', ?)", ["abc"])',
};

const table =
	'create table accounts_profile (id integer primary key, user_id integer not null, bio text, city varchar(80) not null)';

/** Every mistake is shown as an error of the view; a column that was dropped as one of the migrations. */
export async function verifyRejectedValues(test: TestContext, settings = ''): Promise<void> {
	const all = settings ? mistakesOnServers : mistakes;
	const cases = Object.entries({...all, profiles: 'em.find(Profile, {city: "Lund"})'});
	const site = await startSite(test, {
		settings,
		migrated: settings !== '',
		views: `import {Profile} from './entities.ts';
const cases = {
${cases.map(([name, code]) => `'${name}': (em: any) => ${code},`).join('\n')}
};
export async function home(context: any) {
	context.body = String(await cases[context.query.case as keyof typeof cases](context.em));
}`,
	});
	const execute = (sql: string) =>
		withDatabase(site.project, async em => em.getConnection().execute(sql));
	// The project's own app has no migrations.
	if (settings) await execute(table);
	const visitor = new Visitor(site.url);
	const pageOf = async (name: string) => {
		const {body} = await visitor.get(`/account/?case=${encodeURIComponent(name)}`);
		return textOf(body);
	};
	for (const name of Object.keys(all)) {
		const page = await pageOf(name);
		assert.match(page, /Server error.*accounts\/views\.ts/s, name);
		// Below stands the environment, which may name folders of that name.
		assert.doesNotMatch(page.split(' Environment ')[0]!, /migrat(e|ions?)\b(?!_)/, name);
	}
	assert.doesNotMatch(await pageOf('profiles'), /error/);
	await execute('alter table accounts_profile drop column city');
	assert.match(await pageOf('profiles'), /No such column: city/);
	assert.match(await pageOf('nan'), /Server error/);
}
