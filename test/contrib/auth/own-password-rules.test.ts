import assert from 'node:assert/strict';
import {Readable} from 'node:stream';
import test from 'node:test';
import {openSuperusers} from '../../../source/users/open-superusers.ts';
import {answerForm} from '../../../source/users/superuser-form.ts';
import {startSite} from '../../support/application.ts';
import {Visitor} from '../../support/browser.ts';
import {converse} from '../../support/command-line.ts';
import {setVariable} from '../../support/environment.ts';
import {runCommand} from '../../support/run-command.ts';

const rules = `auth: {
	passwordRules: [
		{name: 'length', minimum: 4},
		async (password, {username}) => !password.includes('ship') && 'A ship is missing, ' + username + '.',
	],
},`;
const short = 'This password is too short. It must contain at least 4 characters.';
const missing = (name: string) => `A ship is missing, ${name}.`;

test('every way to set a password applies the project’s own rules', async t => {
	const site = await startSite(t, {settings: rules, migrated: true, password: 'ship'});
	const {root} = site.project;

	await t.test('createsuperuser', async t => {
		setVariable(t, 'QUARTERDECK_SUPERUSER_PASSWORD', 'abc');
		const create = runCommand(root, 'createsuperuser', [], {noinput: true, username: 'ann'});
		await assert.rejects(create, {message: `${short}\n${missing('ann')}`});
	});

	await t.test('the dashboard’s form', async () => {
		const opening = openSuperusers(root);
		const {value: superusers} = await opening.next();
		assert.ok(superusers && 'create' in superusers);
		const fields = {
			type: 'check',
			username: 'ann',
			email: '',
			password: 'boat',
			passwordAgain: 'boat',
		};
		const stdin = Readable.from([`${JSON.stringify(fields)}\n`]);
		const events: any[] = [];
		const {signal} = new AbortController();
		for await (const event of answerForm({directory: root, stdin, signal}, superusers, 'me'))
			events.push(event);
		await superusers.close();
		assert.deepEqual(events[1].value.errors, {password: [missing('ann')]});
	});

	await t.test('changepassword', async () => {
		const terminal = converse(t, root, ['changepassword', 'admin']);
		await terminal.answer('Password: ', 'boat');
		await terminal.answer('Password (again): ', 'boat');
		await terminal.answer('Password: ', 'new ship');
		await terminal.answer('Password (again): ', 'new ship');
		assert.equal(await terminal.end(), 0);
		assert.ok(terminal.text().includes(missing('admin')));
	});

	await t.test('the page', async () => {
		const visitor = new Visitor(site.url);
		await visitor.logIn('admin', 'new ship');
		const change = (password: string) =>
			visitor.submit('/accounts/password_change/', {
				oldPassword: 'new ship',
				password,
				passwordAgain: password,
			});
		assert.match((await change('boat')).body, /A ship is missing, admin\./);
		assert.equal((await change('ship')).status, 302);
	});
});
