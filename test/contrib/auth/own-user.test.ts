import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {Readable} from 'node:stream';
import test, {type TestContext} from 'node:test';
import {openProject} from '../../../source/project/open/open.ts';
import {openSuperusers} from '../../../source/users/open-superusers.ts';
import {answerForm} from '../../../source/users/superuser-form.ts';
import {serve, tutorialProject, withDatabase} from '../../support/application.ts';
import {Visitor} from '../../support/browser.ts';
import {converse} from '../../support/command-line.ts';
import {setVariable} from '../../support/environment.ts';
import {ownUserEntities} from '../../support/own-user.ts';
import {runCommand} from '../../support/run-command.ts';

const password = 'correct horse battery staple';

/** A project whose users have a phone, a role, and perhaps a birthday. */
async function makeProject(t: TestContext, {migrate = true} = {}): Promise<string> {
	const root = tutorialProject(t, "auth: {user: 'accounts.User'},");
	writeFileSync(path.join(root, 'accounts/entities.ts'), ownUserEntities);
	if (migrate) {
		assert.equal((await runCommand(root, 'makemigrations', ['accounts'])).code, 0);
		assert.equal((await runCommand(root, 'migrate')).code, 0);
	}
	return root;
}

/** Without a terminal. */
async function create(t: TestContext, root: string, options: object): Promise<void> {
	setVariable(t, 'QUARTERDECK_SUPERUSER_PASSWORD', password);
	await runCommand(root, 'createsuperuser', [], {noinput: true, username: 'ann', ...options});
}

test('migrations create the project’s user table instead of auth_user, and nothing drifts', async t => {
	const root = await makeProject(t);
	await withDatabase(await openProject(root), async em => {
		const rows = await em
			.getConnection()
			.execute("select name from sqlite_master where type = 'table'");
		const tables = rows.map(({name}: {name: string}) => name);
		assert.ok(tables.includes('accounts_user') && tables.includes('auth_failed_logins'));
		assert.ok(!tables.includes('auth_user'));
	});
	assert.equal((await runCommand(root, 'driftcheck')).code, 0);
	assert.equal((await runCommand(root, 'makemigrations', [], {check: true})).code, 0);
	assert.equal(
		(await runCommand(root, 'migrate', ['auth', 'zero'], {'allow-data-loss': true})).code,
		0,
	);
});

test('createsuperuser needs the entity’s required properties, and the new user can log in', async t => {
	const root = await makeProject(t);
	await assert.rejects(create(t, root, {}), {
		message: 'Phone: This field is required.\nRole: This field is required.',
		hint: 'Give it with --set phone=VALUE.',
	});
	await assert.rejects(create(t, root, {set: ['phone=1', 'role=owner']}), {
		message: 'Role: Enter one of editor, admin.',
	});
	await assert.rejects(create(t, root, {set: ['phone']}), {code: 'usage', exitCode: 2});
	await create(t, root, {set: ['phone=555', 'role=admin']});
	await assert.rejects(create(t, root, {username: 'bob', set: ['phone=555', 'role=admin']}), {
		message: 'Phone: That phone is already taken.',
	});
	const project = await openProject(root);
	await withDatabase(project, async em => {
		const [row] = await em.getConnection().execute('select * from accounts_user');
		assert.deepEqual(
			[row.phone, row.role, row.newsletter, row.is_superuser, row.username_key],
			['555', 'admin', 0, 1, 'ann'],
		);
	});
	const visitor = new Visitor((await serve(t, project)).url);
	assert.equal((await visitor.logIn('Ann', password)).status, 302);
	assert.equal((await visitor.get('/account/')).status, 200);
});

test('the form asks for the required properties and checks them', async t => {
	const root = await makeProject(t);
	const opening = openSuperusers(root);
	const {value: superusers} = await opening.next();
	assert.ok(superusers && 'create' in superusers);
	t.after(() => superusers.close());
	const fields = {username: 'ann', email: '', password, passwordAgain: password};
	const messages = [
		{type: 'check', ...fields, answers: {phone: '5'.repeat(21)}},
		{type: 'create', ...fields, answers: {phone: '555', role: 'admin'}},
	];
	const stdin = Readable.from(messages.map(message => `${JSON.stringify(message)}\n`));
	const events: any[] = [];
	const signal = new AbortController().signal;
	for await (const event of answerForm({directory: root, stdin, signal}, superusers, 'me'))
		events.push(event);
	assert.deepEqual(events[0].value, {
		type: 'form',
		username: 'me',
		questions: [
			{name: 'phone', label: 'Phone', kind: 'text', length: 20, isUnique: true},
			{name: 'role', label: 'Role', kind: 'choice', choices: ['editor', 'admin']},
		],
	});
	assert.deepEqual(events[1].value.errors, {
		phone: ['Ensure this value has at most 20 characters (it has 21).'],
		role: ['This field is required.'],
	});
	assert.equal(events[2].text, 'Superuser created successfully.');
});

test('a terminal asks for the required properties after the email address', async t => {
	const root = await makeProject(t);
	const terminal = converse(t, root, ['createsuperuser', '--username', 'ann', '--email', '']);
	await terminal.answer('Phone: ', '');
	await terminal.answer('Phone: ', '555');
	await terminal.answer('Role (editor, admin): ', 'editor');
	await terminal.answer('Password: ', password);
	await terminal.answer('Password (again): ', password);
	assert.equal(await terminal.end(), 0);
	assert.match(terminal.text(), /Error: This field is required\.\n/);
});

test('a user entity that is missing, or lacks what a login needs, is named', async t => {
	const root = await makeProject(t, {migrate: false});
	const project = await openProject(root);
	project.settings.auth.user = 'accounts.Nobody';
	await assert.rejects(
		withDatabase(project, async () => {}),
		{
			code: 'user-entity',
			message: 'settings.auth.user names accounts.Nobody, and there is no such entity.',
		},
	);
	project.settings.auth.user = 'accounts.Profile';
	await assert.rejects(
		withDatabase(project, (em, {findUser}) => findUser(em, project.settings, 'ann')),
		{code: 'user-entity', message: /^accounts\.Profile has no username, usernameKey, email, /},
	);
});
