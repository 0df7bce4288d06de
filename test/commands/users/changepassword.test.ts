import assert from 'node:assert/strict';
import test from 'node:test';
import {openProject} from '../../../source/project/open/open.ts';
import {tutorialProject, withDatabase} from '../../support/application.ts';
import {commandLine, converse} from '../../support/command-line.ts';

test('changepassword asks twice, refuses weak ones, and gives up after three', async t => {
	const root = tutorialProject(t);
	await commandLine(root, ['migrate', '--noinput']);
	await commandLine(
		root,
		['createsuperuser', '--username', 'admin', '--password-stdin'],
		'correct horse 42\n',
	);
	const unknown = await commandLine(root, ['changepassword', 'nouser']);
	assert.deepEqual([unknown.code, unknown.stderr], [1, "Error: user 'nouser' does not exist\n"]);
	assert.equal((await commandLine(root, ['changepassword'])).code, 2);
	assert.equal((await commandLine(root, ['changepassword', 'admin'])).code, 1);

	const failing = converse(t, root, ['changepassword', 'admin']);
	for (const [first, second] of [
		['one', 'two'],
		['12345', '12345'],
		['one', 'two'],
	]) {
		await failing.answer('Password: ', first!);
		await failing.answer('Password (again): ', second!);
	}
	assert.equal(await failing.end(), 1);
	assert.match(failing.text(), /^Changing password for user 'admin'\n/);
	assert.match(failing.text(), /Passwords do not match\. Please try again\.\n/);
	assert.match(failing.text(), /This password is entirely numeric\.\n/);
	assert.match(
		failing.text(),
		/Error: Aborting password change for user 'admin' after 3 attempts\n$/,
	);

	const changing = converse(t, root, ['changepassword', 'ADMIN']);
	await changing.answer('Password: ', 'staple battery 43');
	await changing.answer('Password (again): ', 'staple battery 43');
	assert.equal(await changing.end(), 0);
	assert.match(changing.text(), /Password changed successfully for user 'admin'\n$/);
	const project = await openProject(root);
	await withDatabase(project, async (em, auth) => {
		assert.ok(await auth.authenticate(em, project.settings, 'admin', 'staple battery 43'));
		assert.ok(!(await auth.authenticate(em, project.settings, 'admin', 'correct horse 42')));
	});
});
