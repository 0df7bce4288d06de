import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {setVariable} from '../../support/environment.ts';
import {makePlainProject, type PlainProject} from '../../support/plain-project.ts';

const password = 'correct horse battery staple';

const member = `export const Member = defineEntity({
	name: 'Member',
	properties: {
		id: p.integer().primary(),
		email: p.string().length(60).unique(),
		passwordHash: p.string().hidden(),
		isAdmin: p.boolean().default(false),
		shelf: p.integer(),
	},
});`;

const words = {
	entity: 'Member',
	password: 'passwordHash',
	hash: './src/passwords.ts#hashPassword',
	superuser: {isAdmin: true},
};

/** @param user `quarterdeck.user` of its package.json */
function makeLibrary(t: TestContext, user?: object): PlainProject {
	const project = makePlainProject(t, member);
	const file = path.join(project.root, 'package.json');
	const description = JSON.parse(readFileSync(file, 'utf8'));
	project.write('package.json', JSON.stringify({...description, quarterdeck: {user}}));
	project.write(
		'src/passwords.ts',
		"export const hashPassword = async (password: string) => 'hashed:' + password.length;\nexport const forgetful = (password: string) => password;\n",
	);
	return project;
}

function create(t: TestContext, project: PlainProject, options: object = {}) {
	setVariable(t, 'QUARTERDECK_SUPERUSER_PASSWORD', password);
	const all = {noinput: true, username: 'ann@example.com', set: ['shelf=7'], ...options};
	return project.quarterdeck('createsuperuser', [], all);
}

test('a plain MikroORM project’s own entity becomes a superuser, with its own hash', async t => {
	const project = makeLibrary(t, words);
	await assert.rejects(create(t, project), {code: 'unapplied-migrations'});
	await project.quarterdeck('makemigrations');
	await project.quarterdeck('migrate');
	await assert.rejects(create(t, project, {set: []}), /Shelf: This field is required\./);
	await assert.rejects(create(t, project, {username: 'ann'}), /Enter a valid email address\./);
	await assert.rejects(create(t, project, {username: ''}), /Email address cannot be blank\./);
	const {events} = await create(t, project);
	assert.equal(events.at(-1).text, 'Superuser created successfully.');
	assert.deepEqual(project.rows('select email, password_hash, is_admin, shelf from member'), [
		{email: 'ann@example.com', password_hash: 'hashed:28', is_admin: 1, shelf: 7},
	]);
	await assert.rejects(create(t, project), /That username is already taken\./);
	const again = await create(t, project, {'if-missing': true});
	assert.equal(again.events.at(-1).text, "The user 'ann@example.com' already exists.");
});

test('a weak password is refused for a plain project’s own entity', async t => {
	const project = makeLibrary(t, words);
	await project.quarterdeck('makemigrations');
	await project.quarterdeck('migrate');
	setVariable(t, 'QUARTERDECK_SUPERUSER_PASSWORD', '12345');
	const weak = project.quarterdeck('createsuperuser', [], {
		noinput: true,
		username: 'ann@example.com',
		set: ['shelf=7'],
	});
	await assert.rejects(weak, /This password is too short[\s\S]*entirely numeric\.$/);
});

test('missing and wrong entries of package.json are reported', async t => {
	for (const [user, message] of [
		[undefined, /does not say which entity its users are\.$/],
		[{...words, entity: 'Nobody'}, /names the entity Nobody, and there is none\.$/],
		[{...words, password: 'nothing'}, /names Member\.nothing, and there is no such property\.$/],
		[{...words, superuser: {isGod: true}}, /names Member\.isGod, and there is no such property\.$/],
		[{...words, hash: undefined}, /names no function that hashes a password\.$/],
		[{...words, hash: './src/passwords.ts#nothing'}, /and there is no such function\.$/],
	] as const) {
		await assert.rejects(create(t, makeLibrary(t, user)), {message});
	}
	const project = makeLibrary(t, {...words, hash: './src/passwords.ts#forgetful'});
	await project.quarterdeck('makemigrations');
	await project.quarterdeck('migrate');
	await assert.rejects(create(t, project), /gave the password back instead of a hash of it\.$/);
	assert.deepEqual(project.rows('select * from member'), []);
});
