import assert from 'node:assert/strict';
import test from 'node:test';
import {openSuperusers} from '../../source/users/open-superusers.ts';
import {outcomeOf} from '../support/outcome-of.ts';
import {makePlainProject} from '../support/plain-project.ts';

const entity = `export const User = defineEntity({
	name: 'User',
	properties: {
		id: p.integer().primary(),
		email: p.string().length(20).unique(),
		password: p.string(),
		isAdmin: p.boolean().default(false),
		nickname: p.string(),
	},
});`;
const fields = {username: ' ann@x.org ', email: '', password: 'a long passphrase'};

test('a superuser of an entity of its own is checked, created once, and hashed', async t => {
	const {root, write, rows, quarterdeck} = makePlainProject(t, entity);
	write('src/hash.js', "export const hash = text => 'hashed ' + text.length;\n");
	const user = {entity: 'User', hash: './src/hash.js#hash', superuser: {isAdmin: true}};
	write('package.json', JSON.stringify({name: 'x', type: 'module', quarterdeck: {user}}));
	const opening = outcomeOf(openSuperusers(root));
	await quarterdeck('makemigrations');
	await quarterdeck('migrate');
	const {result: superusers} = await opening;
	t.after(() => superusers.close());
	assert.deepEqual(
		[superusers.usernameLabel, superusers.asksEmail, superusers.questions.map(({name}) => name)],
		['Email address', false, ['nickname']],
	);
	assert.deepEqual(Object.keys(await superusers.validate({...fields, username: 'ann'})).sort(), [
		...['nickname', 'username'],
	]);
	const half = {...fields, username: `ann${'😀'.slice(1)}@x.org`};
	assert.deepEqual((await superusers.validate(half)).username, [
		'A character is incomplete. Please enter it again.',
	]);
	const answers = {nickname: 'Annie'};
	assert.deepEqual(await superusers.create({...fields, answers}, {}), {});
	assert.deepEqual(rows('select email, password, is_admin, nickname from user'), [
		{email: 'ann@x.org', password: 'hashed 17', is_admin: 1, nickname: 'Annie'},
	]);
	assert.deepEqual(await superusers.create({...fields, answers}, {}), {
		username: ['That username is already taken.'],
	});
});
