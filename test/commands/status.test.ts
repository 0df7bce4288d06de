import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {chmodSync, chownSync, globSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import test, {type TestContext} from 'node:test';
import {objects, quarterdeck} from '../support/command.ts';
import {cliFile, copyFixture} from '../support/project.ts';
import {until} from '../support/wait.ts';

/** `status --watch --json`, and all that it has printed so far. */
function watch(t: TestContext, root: string): any[] {
	const child = spawn(process.execPath, [cliFile, 'status', '--watch', '--json'], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	t.after(async () => {
		child.kill();
		if (child.exitCode === null) await new Promise(resolve => child.once('exit', resolve));
	});
	const statuses: any[] = [];
	createInterface({input: child.stdout}).on('line', line => {
		const value = JSON.parse(line);
		if (!('type' in value)) statuses.push(value);
	});
	return statuses;
}

test('--watch tells of a migrate elsewhere, of a new entity, and of a project that breaks and mends', async t => {
	const root = copyFixture(t, 'tutorial');
	const statuses = watch(t, root);
	const newest = (what: string, condition: (status: any) => boolean) =>
		until(what, () => statuses.length > 0 && condition(statuses.at(-1)), 30_000);
	await newest('the first status', ({unapplied}) => unapplied === 2);

	await quarterdeck(root, ['migrate', '--noinput']);
	await newest('nothing unapplied', ({unapplied}) => unapplied === 0);

	const entities = path.join(root, 'accounts/entities.ts');
	const whole = readFileSync(entities, 'utf8');
	writeFileSync(entities, whole.replace('properties: {', 'properties: {{'));
	await newest('the syntax error', ({problems}) => problems[0]?.file === entities);
	assert.equal(statuses.at(-1).problems[0].line, 7);

	writeFileSync(entities, whole);
	await newest('the mended project', ({problems, apps}) => {
		return problems.length === 0 && apps[2].unmadeChanges.includes('Create entity Profile');
	});

	const settings = path.join(root, 'settings.ts');
	const production = readFileSync(settings, 'utf8').replace('({', "({environment: 'production', ");
	writeFileSync(settings, production);
	await newest('production', ({environment}) => environment === 'production');
	writeFileSync(settings, `import './gone.ts';\n${production}`);
	await newest('the broken settings', ({problems}) => problems[0]?.file === settings);
	const {environment, project} = statuses.at(-1);
	assert.deepEqual(
		[environment, project],
		['production', 'tutorial'],
		'as long as they are broken',
	);
});

test('a database that is no database: the status names it, commands end with 1', async t => {
	const root = copyFixture(t, 'tutorial');
	writeFileSync(
		path.join(root, 'db.sqlite3'),
		'this is a text, and a long one at that: '.repeat(50),
	);
	const outcome = await quarterdeck(root, ['status', '--json']);
	assert.equal(outcome.code, 1);
	const [status, error] = objects(outcome);
	assert.equal(status.database.reachable, false);
	assert.match(status.database.error, /db\.sqlite3 cannot be used: file is not a database/);
	assert.equal(status.problems[0].code, 'database-unreachable');
	assert.equal(error.message, status.problems[0].message);
	const text = await quarterdeck(root, ['showmigrations']);
	assert.deepEqual([text.code, text.stderr.split('\n')[0]], [1, `Error: ${error.message}`]);
});

test('a database that one may not write: one sentence, nothing applied', async t => {
	const root = copyFixture(t, 'tutorial');
	await quarterdeck(root, ['migrate', 'auth', '--noinput']);
	chmodSync(path.join(root, 'db.sqlite3'), 0o444);
	const nobody = process.getuid?.() === 0 ? 65_534 : undefined;
	if (nobody !== undefined) giveTo(nobody, root);
	const {code, stderr} = await quarterdeck(root, ['migrate', '--noinput'], {
		uid: nobody,
		env: {XDG_CACHE_HOME: root},
	});
	assert.equal(code, 1);
	assert.match(
		stderr,
		/^Error: The (?:sqlite )?database .*db\.sqlite3.* (?:cannot be used|is not writable|may not be written)/,
	);
	assert.doesNotMatch(stderr, /\n\s+at /);
	const [status] = objects(await quarterdeck(root, ['status', '--json']));
	assert.equal(status.unapplied, 1);
});

/** All but the database, so that it is the only thing which that user may not write. */
function giveTo(uid: number, root: string): void {
	chmodSync(path.dirname(root), 0o755);
	chownSync(root, uid, uid);
	for (const file of globSync('{.quarterdeck,accounts}/**', {cwd: root}))
		chownSync(path.join(root, file), uid, uid);
}
