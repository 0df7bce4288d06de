import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {openProject} from '../../../source/project/open/open.ts';
import {serve, tutorialProject, withDatabase} from '../../support/application.ts';
import {Visitor} from '../../support/browser.ts';
import {ownUserEntities} from '../../support/own-user.ts';
import {skipWithout} from '../../support/requires.ts';
import {runCommand} from '../../support/run-command.ts';
import {isThere, makeDatabase, type Server, servers} from '../../support/servers.ts';

const password = 'correct horse battery staple';

/** The tutorial's project with users of its own, on a database of this server. */
function makeProject(t: TestContext, {driver, host, port, user}: Server, name: string): string {
	const root = tutorialProject(t, "auth: {user: 'accounts.User'},");
	const settings = path.join(root, 'settings.ts');
	const database = JSON.stringify({driver, host, port, user, name});
	const text = readFileSync(settings, 'utf8');
	writeFileSync(settings, text.replace(/database: \{[^}]*\}/, `database: ${database}`));
	writeFileSync(path.join(root, 'accounts/entities.ts'), ownUserEntities);
	return root;
}

for (const server of servers) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));

	test(`${driver}: users of the project's own entity are created and can log in`, {
		skip,
	}, async t => {
		const {name, rows} = await makeDatabase(t, server);
		const root = makeProject(t, server, name);
		assert.equal((await runCommand(root, 'makemigrations', ['accounts'])).code, 0);
		assert.equal((await runCommand(root, 'migrate')).code, 0);
		assert.equal((await runCommand(root, 'makemigrations', [], {check: true})).code, 0);
		assert.equal((await runCommand(root, 'driftcheck')).code, 0);

		const create = (options: object) => {
			process.env.QUARTERDECK_SUPERUSER_PASSWORD = password;
			return runCommand(root, 'createsuperuser', [], {noinput: true, ...options});
		};
		await assert.rejects(create({username: 'ann'}), {message: /^Phone: This field is required\./});
		await create({username: 'ann', set: ['phone=555', 'role=admin']});
		await assert.rejects(create({username: 'bob', set: ['phone=555', 'role=admin']}), {
			message: 'Phone: That phone is already taken.',
		});
		await assert.rejects(create({username: 'ＡＮＮ', set: ['phone=556', 'role=admin']}), {
			message: 'That username is already taken.',
		});
		const [row, ...others] = await rows('select * from accounts_user');
		assert.deepEqual(
			[row!.username_key, row!.phone, row!.role, Number(row!.newsletter), others],
			['ann', '555', 'admin', 0, []],
		);

		const project = await openProject(root);
		const visitor = new Visitor((await serve(t, project)).url);
		assert.equal((await visitor.logIn('ann', 'wrong')).status, 200);
		assert.equal((await visitor.logIn('Ann', password)).status, 302);
		assert.equal((await visitor.get('/account/')).status, 200);
		await withDatabase(project, async (em, {findUser}) => {
			assert.equal((await findUser(em, project.settings, 'änn'))?.username, undefined);
		});
		assert.equal(
			(await runCommand(root, 'migrate', ['accounts', 'zero'], {'allow-data-loss': true})).code,
			0,
		);
	});
}
