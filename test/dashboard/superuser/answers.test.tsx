import {existsSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';
import {until} from '../../support/wait.ts';

/** Answers each check when the next question comes; a label tells that it has got what is typed at the end. */
const slowForm = `import {writeFileSync} from 'node:fs';
import {createInterface} from 'node:readline';

const say = event => process.stdout.write(JSON.stringify(event) + '\\n');
let held;
say({type: 'form', username: 'ann'});
for await (const line of createInterface({input: process.stdin})) {
	const {type, password, passwordAgain} = JSON.parse(line);
	if (held !== undefined) {
		const errors = held.length < 8 ? {password: ['This password is too short.']} : {};
		say({type: 'field-errors', errors});
	}
	held = password;
	writeFileSync('checked', '');
	if (type === 'create') break;
	if (password === 'long enough' && passwordAgain === password) {
		say({type: 'form', username: 'ann', usernameLabel: 'All of it'});
	}
}
say({type: 'run-ended', exitCode: 0});
`;

test('late answers about earlier text change neither errors nor outcome', async t => {
	const root = standInProject(t);
	const cli = path.join(root, 'slow-form.mjs');
	writeFileSync(cli, slowForm);
	const mounted = await mountDashboard(t, tutorialStatus({root, unapplied: 0}), {root, cli});
	await mounted.press('u');
	await mounted.shows('[ann');
	await mounted.press('\t\tlong');
	await until('it was checked', () => existsSync(path.join(root, 'checked')));
	await mounted.press(' enough\tlong enough');
	await mounted.shows('All of it');
	await mounted.press('\t\r');
	await mounted.shows('Superuser created successfully.');
});
