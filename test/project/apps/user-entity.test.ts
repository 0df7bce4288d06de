import assert from 'node:assert/strict';
import test from 'node:test';
import type {App} from '../../../source/project/apps/app-registry.ts';
import {replacedTable, takeUserEntity} from '../../../source/project/apps/user-entity.ts';

const apps = [
	{label: 'auth', name: 'quarterdeck/auth'},
	{label: 'accounts', name: './accounts'},
] as App[];
const project = (user?: string) => ({settings: {auth: {user}}, apps, settingsFile: '/s.ts'}) as any;
const [User, FailedLogins, Person] = ['User', 'FailedLogins', 'Person'].map(className => ({
	meta: {className},
}));
const entities = () =>
	new Map([
		['auth', [User!, FailedLogins!]],
		['accounts', [Person!]],
	]);

test("the project's own user entity replaces the one of the auth app", () => {
	const taken = entities();
	takeUserEntity(project('accounts.Person'), taken);
	assert.deepEqual(taken.get('auth'), [FailedLogins]);
	assert.equal(replacedTable(project('accounts.Person').settings, apps[0]!), 'auth_user');
	assert.equal(replacedTable(project('accounts.Person').settings, apps[1]!), undefined);
});

test('without one, or with an entity of the auth app, all entities stay', () => {
	for (const user of [undefined, 'auth.User']) {
		const kept = entities();
		takeUserEntity(project(user), kept);
		assert.deepEqual(kept, entities());
		assert.equal(replacedTable(project(user).settings, apps[0]!), undefined);
	}
});

test('an entity that does not exist is an error of the settings', () => {
	assert.throws(() => takeUserEntity(project('accounts.Persn'), entities()), {
		...{code: 'user-entity', file: '/s.ts'},
		message: 'settings.auth.user names accounts.Persn, and there is no such entity.',
	});
});
