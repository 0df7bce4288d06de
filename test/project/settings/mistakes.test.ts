import assert from 'node:assert/strict';
import test from 'node:test';
import {mistakesIn as findMistakes} from '../../../source/project/settings/mistakes.ts';

const mistakesIn = (settings: unknown) => findMistakes(settings).map(({sentence}) => sentence);

const good = {
	apps: ['quarterdeck/auth'],
	database: {driver: 'sqlite', name: 'db.sqlite3'},
	secretKey: 'a key',
};

test('good settings have no mistakes', () => {
	assert.deepEqual(mistakesIn(good), []);
});

test('each mistake is one sentence: the key, what is wrong, what is expected', () => {
	assert.deepEqual(mistakesIn({...good, debug: 'yes', loginUrl: 'login'}), [
		'settings.debug is "yes"; expected true or false.',
		'settings.loginUrl is "login"; expected a path that starts with /.',
	]);
	assert.deepEqual(mistakesIn({...good, database: {driver: 'oracle', name: 'x'}}), [
		'settings.database.driver is "oracle"; expected one of sqlite, postgresql, mysql, mariadb, pglite, libsql.',
	]);
	assert.deepEqual(mistakesIn({...good, apps: './books'}), [
		'settings.apps is "./books"; expected a list of strings.',
	]);
});

test('the user entity and the proxies must have the right form', () => {
	const right = {auth: {user: 'accounts.User'}, trustedProxies: ['10.0.0.0/8', '::1', '1.2.3.4']};
	assert.deepEqual(mistakesIn({...good, ...right}), []);
	assert.deepEqual(mistakesIn({...good, auth: {user: 'User', usr: 1}}), [
		'settings.auth.usr is no setting. Did you mean user?',
		"settings.auth.user is \"User\"; expected an app's label and one of its entities, such as 'accounts.User'.",
	]);
	for (const wrong of ['proxy.local', '10.0.0.0/33', '10.0.0.0/8/8', '1.2.3', '::1/129', '']) {
		assert.match(mistakesIn({...good, trustedProxies: [wrong]})[0]!, /a list of addresses and/);
	}
});

test('each mistake has the key that it is about', () => {
	const settings = {...good, database: {driver: 'sqlite', name: 'x', prot: 1}, debug: 'yes'};
	const keys = findMistakes(settings).map(({key}) => key);
	assert.deepEqual(keys, ['database.prot', 'debug']);
	assert.deepEqual(findMistakes(undefined)[0]!.key, undefined);
});

test('what is missing is named', () => {
	assert.deepEqual(mistakesIn({}), [
		'settings.apps is missing; expected a list of strings.',
		'settings.database is missing; expected an object.',
		'settings.secretKey is missing; expected a string that is not empty.',
	]);
	assert.match(mistakesIn(undefined)[0]!, /exports no settings/);
	assert.match(
		mistakesIn({...good, database: {driver: 'sqlite'}})[0]!,
		/database\.name is missing/,
	);
});

test('reports an unknown key, with a suggestion', () => {
	assert.deepEqual(mistakesIn({...good, loginRedirectURL: '/', zebra: 1}), [
		'settings.loginRedirectURL is no setting. Did you mean loginRedirectUrl?',
		'settings.zebra is no setting.',
	]);
});

test('a secret is never part of a sentence', () => {
	const [sentence] = mistakesIn({...good, secretKey: 12345678});
	assert.equal(sentence, 'settings.secretKey is a number; expected a string that is not empty.');
	const [password] = mistakesIn({
		...good,
		database: {...good.database, password: ['hunter2']},
	});
	assert.doesNotMatch(password!, /hunter2/);
});

test('rules for passwords are names, names with their options, and functions', () => {
	const mistakes = (...passwordRules: unknown[]) =>
		mistakesIn({...good, auth: {passwordRules}}).length;
	const own = () => undefined;
	assert.equal(mistakes('common', {name: 'length', minimum: 12}, {name: 'numeric'}, own), 0);
	assert.equal(mistakes(), 0);
	for (const wrong of [
		'lenght',
		'toString',
		{name: 'length', minimum: 0},
		{minimum: 12},
		null,
		8,
	]) {
		assert.equal(mistakes(wrong), 1, JSON.stringify(wrong));
	}
	assert.equal(mistakes({name: 'common', minimum: 3}), 1);
	assert.deepEqual(mistakesIn({...good, auth: {passwordRules: ['lenght']}}), [
		'settings.auth.passwordRules is ["lenght"]; expected a list of similarity, length, common, numeric, objects such as {name: \'length\', minimum: 12}, and functions.',
	]);
});
