import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test, {after, before, type TestContext} from 'node:test';
import {objects, quarterdeck} from '../support/command.ts';
import {copyFixture} from '../support/project.ts';

const cleanups: (() => void)[] = [];
let root: string;

before(() => {
	root = copyFixture(
		{after: (cleanup: any) => cleanups.push(cleanup)} as Pick<TestContext, 'after'>,
		'tutorial',
	);
});
after(async () => {
	await quarterdeck(root, ['stopserver']);
	for (const cleanup of cleanups) cleanup();
});

const notice = (count: number, apps: string) =>
	`You have ${count} unapplied migration(s). Your project may not work properly until you apply the migrations for app(s): ${apps}.\nRun 'quarterdeck migrate' to apply them.\n`;

test('1: before any migration, the status says how many are unapplied, and what has none yet', async () => {
	const text = await quarterdeck(root, ['status']);
	assert.equal(text.code, 0);
	assert.ok(text.stdout.includes(notice(2, 'auth, sessions')));
	assert.match(text.stdout, /accounts\n \(no migrations\)\n.*Create entity Profile/);
	const [status] = objects(await quarterdeck(root, ['status', '--json']));
	assert.equal(status.unapplied, 2);
	assert.deepEqual(
		status.apps.map(({label}: {label: string}) => label),
		['auth', 'sessions', 'accounts'],
	);
	assert.deepEqual(status.apps[2].unmadeChanges, ['Create entity Profile']);
	const [{path: file, ...initial}] = status.apps[0].migrations;
	assert.deepEqual(initial, {name: '0001_initial', applied: null, warnings: []});
	assert.match(file, /auth\/migrations\/0001_initial\.js$/);
	assert.equal(status.server.state, 'stopped');
	assert.deepEqual(status.database, {driver: 'sqlite', name: 'db.sqlite3', reachable: true});
	assert.deepEqual(status.problems, []);
});

test('2: makemigrations writes the migration and its snapshot; again, no byte changes', async () => {
	const {code, stdout} = await quarterdeck(root, ['makemigrations']);
	assert.equal(code, 0);
	assert.equal(
		stdout,
		"Migrations for 'accounts':\n  accounts/migrations/0001_initial.ts\n    + Create entity Profile\n",
	);
	const source = readFileSync(path.join(root, 'accounts/migrations/0001_initial.ts'), 'utf8');
	assert.match(source, /name = 'accounts\.0001_initial'/);
	assert.match(source, /static dependencies = \['auth\.0001_initial'\]/);
	assert.match(source, /up\(\)/);
	assert.match(source, /down\(\)/);
	const before = bytesOf('accounts/**/*');
	const again = await quarterdeck(root, ['makemigrations']);
	assert.deepEqual([again.code, again.stdout], [0, 'No changes detected\n']);
	assert.equal(bytesOf('accounts/**/*'), before);
});

test('4, before migrate: createsuperuser says what is missing, not a stack', async () => {
	const {code, stdout, stderr} = await quarterdeck(
		root,
		['createsuperuser', '--noinput', '--username', 'admin'],
		{
			env: {QUARTERDECK_SUPERUSER_PASSWORD: 'correct horse 42'},
		},
	);
	assert.equal(code, 1);
	assert.ok(stdout.includes(notice(3, 'accounts, auth, sessions')));
	assert.match(stderr, /^Error: .*\n.*quarterdeck migrate/);
	assert.doesNotMatch(stderr, /\n\s+at /);
});

test('3: migrate shows the plan, then a green OK for each; again, there is nothing to apply', async () => {
	const plan = await quarterdeck(root, ['migrate', '--plan', '--json']);
	const [{steps}] = objects(plan).filter(({type}) => type === 'plan');
	assert.deepEqual(
		steps.map(({migration, direction}: any) => `${direction} ${migration}`),
		[
			'forwards auth.0001_initial',
			'forwards sessions.0001_initial',
			'forwards accounts.0001_initial',
		],
	);
	assert.match(steps[2].sql.join('\n'), /create table .accounts_profile/i);

	const {code, stdout} = await quarterdeck(root, ['migrate'], {env: {FORCE_COLOR: '1'}});
	assert.equal(code, 0);
	assert.match(stdout, /Apply all migrations: accounts, auth, sessions/);
	assert.equal(stdout.split('\u001B[32m OK\u001B[0m\n').length, 4);
	assert.match(stdout, /Applying accounts\.0001_initial\.\.\./);
	const again = await quarterdeck(root, ['migrate']);
	assert.deepEqual([again.code, again.stdout.split('\n').at(-2)], [0, '  No migrations to apply.']);
	const [status] = objects(await quarterdeck(root, ['status', '--json']));
	assert.equal(status.unapplied, 0);
	assert.ok(Date.parse(status.apps[2].migrations[0].applied) <= Date.now());
});

test('4: createsuperuser, and the four rules hold without a terminal as well', async () => {
	const weak = await quarterdeck(root, ['createsuperuser', '--noinput', '--username', 'admin'], {
		env: {QUARTERDECK_SUPERUSER_PASSWORD: '12345'},
	});
	assert.equal(weak.code, 1);
	assert.match(weak.stderr, /This password is too short\. It must contain at least 8 characters\./);
	assert.match(weak.stderr, /This password is too common\./);
	assert.match(weak.stderr, /This password is entirely numeric\./);

	const {code, stdout} = await quarterdeck(
		root,
		['createsuperuser', '--noinput', '--username', 'admin', '--password-stdin'],
		{stdin: 'correct horse 42\n'},
	);
	assert.deepEqual([code, stdout], [0, 'Superuser created successfully.\n']);
	const again = await quarterdeck(
		root,
		['createsuperuser', '--noinput', '--username', 'admin', '--password-stdin'],
		{stdin: 'correct horse 42\n'},
	);
	assert.equal(again.code, 1);
	assert.match(again.stderr, /That username is already taken\./);
});

test('5: runserver, detached, answers; its log tells of it; stopserver frees the port', async () => {
	const port = 8000 + (process.pid % 1000) + 1000;
	const started = await quarterdeck(root, ['runserver', String(port), '--detach']);
	assert.equal(started.code, 0, started.stderr);
	const url = `http://127.0.0.1:${port}`;
	const answer = await fetch(`${url}/account/`, {redirect: 'manual'});
	assert.equal(answer.status, 302);
	assert.equal(answer.headers.get('location'), '/accounts/login/?next=/account/');
	const [status] = objects(await quarterdeck(root, ['status', '--json']));
	assert.equal(status.server.state, 'running');
	assert.equal(new URL(status.server.url).port, String(port));
	const log = await quarterdeck(root, ['log']);
	assert.match(
		log.stdout,
		/\[\d\d\/\w{3}\/\d{4} \d\d:\d\d:\d\d\] "GET \/account\/ HTTP\/1\.1" 302 0 \d+ms/,
	);

	assert.equal((await quarterdeck(root, ['stopserver'])).code, 0);
	await assert.rejects(fetch(url));
});

test('no secret is in what the runs left behind', () => {
	const left = globSync('.quarterdeck/**/*', {
		cwd: root,
		withFileTypes: true,
		exclude: ['**/*.sock'],
	})
		.filter(entry => entry.isFile())
		.map(entry => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
		.join('');
	assert.match(left, /createsuperuser/);
	assert.doesNotMatch(left, /correct horse/);
	assert.doesNotMatch(left, /insecure-dev-key/);
});

function bytesOf(pattern: string): string {
	const hash = createHash('sha256');
	for (const file of globSync(pattern, {
		cwd: root,
		exclude: name => name === 'node_modules',
	}).sort()) {
		if (!/\.\w+$/.test(file)) continue;
		hash.update(file).update(readFileSync(path.join(root, file)));
	}
	return hash.digest('hex');
}
