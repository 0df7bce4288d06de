import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import test from 'node:test';
import {serverLogPath} from '../../../source/server/control/log-file.ts';
import {quarterdeck} from '../../support/command.ts';
import {converse} from '../../support/command-line.ts';
import {addSetting, copyFixture} from '../../support/project.ts';

test('a hook that never resolves ends neither createsuperuser nor changepassword', async t => {
	const root = copyFixture(t, 'tutorial');
	addSetting(root, 'auth: {onEvent: () => new Promise(() => {})}');
	await quarterdeck(root, ['migrate', '--noinput']);
	const words = ['createsuperuser', '--username', 'ada', '--email', '', '--password-stdin'];
	const created = await quarterdeck(root, words, {stdin: 'correct horse 42\n'});
	assert.deepEqual([created.code, created.stderr], [0, '']);
	assert.match(created.stdout, /Superuser created successfully\./);
	const changing = converse(t, root, ['changepassword', 'ada']);
	await changing.answer('Password: ', 'staple battery 43');
	await changing.answer('Password (again): ', 'staple battery 43');
	assert.equal(await changing.end(), 0);
	assert.match(changing.text(), /Password changed successfully/);
	const left = readFileSync(serverLogPath(root), 'utf8').match(
		/^auth: onEvent was not waited for/gm,
	);
	assert.equal(left?.length, 2);
});
