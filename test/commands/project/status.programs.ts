import assert from 'node:assert/strict';
import {once} from 'node:events';
import {
	chmodSync,
	chownSync,
	existsSync,
	globSync,
	mkdirSync,
	readFileSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import test from 'node:test';
import {sourceOf} from '../../../source/migrations/files/migration-source.ts';
import type {ProjectStatus} from '../../../source/runs/project-status.ts';
import {allProcesses, commandLineOf, readStat} from '../../../source/system/proc.ts';
import {identify, isAlive} from '../../../source/system/process-identity.ts';
import {objects, startQuarterdeck} from '../../support/command.ts';
import {commandLine} from '../../support/command-line.ts';
import {nobody, quarterdeckAsNobody} from '../../support/other-user.ts';
import {copyFixture} from '../../support/project.ts';
import {skipWithout} from '../../support/requires.ts';
import {until} from '../../support/wait.ts';
import {migrationIn, watch} from '../../support/watch.ts';

test('--watch reports a migrate elsewhere, a new entity, a broken and repaired project, and a drop', async t => {
	const root = copyFixture(t, 'tutorial');
	const {newest} = watch(t, root);
	await newest('the first status', ({unapplied}) => unapplied === 2);

	await commandLine(root, ['migrate', '--noinput']);
	await newest('nothing unapplied', ({unapplied}) => unapplied === 0);

	const entities = path.join(root, 'accounts/entities.ts');
	const whole = readFileSync(entities, 'utf8');
	writeFileSync(entities, whole.replace('properties: {', 'properties: {{'));
	const broken = await newest('the error', ({problems}) => problems[0]?.file === entities);
	assert.equal(broken.problems[0]!.line, 7);

	writeFileSync(entities, whole);
	await newest('the mended project', ({problems, apps}) => {
		return problems.length === 0 && apps[2]!.unmadeChanges.includes('Create entity Profile');
	});

	const database = new DatabaseSync(path.join(root, 'db.sqlite3'));
	database.exec('create table old (id integer); insert into old values (1), (2)');
	database.close();
	const id = 'accounts.0001_drop';
	const variants = [{driver: 'sqlite' as const, up: [{sql: ['drop table old;']}], down: []}];
	mkdirSync(path.join(root, 'accounts/migrations'));
	writeFileSync(
		path.join(root, 'accounts/migrations/0001_drop.ts'),
		sourceOf({id, dependencies: [], comments: [], variants}),
	);
	const warned = await newest('a warning', status => migrationIn(status, id)?.losesData === true);
	assert.partialDeepStrictEqual(migrationIn(warned, id)!.warnings, [
		{code: 'DL001', message: 'Drops the table old. 2 rows would be lost.', rows: 2},
	]);

	await commandLine(root, ['migrate', '--noinput', '--allow-data-loss']);
	const done = await newest('it is applied', status => migrationIn(status, id)!.applied !== null);
	assert.deepEqual(migrationIn(done, id)!.warnings, []);

	const settings = path.join(root, 'settings.ts');
	const production = readFileSync(settings, 'utf8').replace('({', "({environment: 'production', ");
	writeFileSync(settings, production);
	await newest('production', ({environment}) => environment === 'production');
	writeFileSync(settings, `import './gone.ts';\n${production}`);
	const unread = ({problems}: ProjectStatus) => problems[0]?.file === settings;
	const {environment, project} = await newest('the broken settings', unread);
	assert.deepEqual(
		[environment, project],
		['production', 'tutorial'],
		'as long as they are broken',
	);
});

test('a file that is not a database is named by the status, and commands end with 1', async t => {
	const root = copyFixture(t, 'tutorial');
	writeFileSync(
		path.join(root, 'db.sqlite3'),
		'this is a text, and a long one at that: '.repeat(50),
	);
	const outcome = await commandLine(root, ['status', '--json']);
	assert.equal(outcome.code, 1);
	const [status, error] = objects(outcome);
	assert.equal(status.database.reachable, false);
	assert.match(status.database.error, /db\.sqlite3 cannot be used: file is not a database/);
	assert.equal(status.problems[0].code, 'database-unreachable');
	assert.equal(error.message, status.problems[0].message);
	const text = await commandLine(root, ['showmigrations']);
	assert.deepEqual([text.code, text.stderr.split('\n')[0]], [1, `Error: ${error.message}`]);
});

test('a read-only database is reported in one sentence, and nothing is applied', async t => {
	const root = copyFixture(t, 'tutorial');
	await commandLine(root, ['migrate', 'auth', '--noinput']);
	chmodSync(path.join(root, 'db.sqlite3'), 0o444);
	const words = ['migrate', '--noinput'];
	const isRoot = process.getuid?.() === 0;
	if (isRoot) giveTo(nobody, root);
	const {code, stderr} = isRoot
		? await quarterdeckAsNobody(root, words, {XDG_CACHE_HOME: root})
		: await commandLine(root, words);
	assert.equal(code, 1);
	assert.match(
		stderr,
		/^Error: The (?:sqlite )?database .*db\.sqlite3.* (?:cannot be used|is not writable|may not be written)/m,
	);
	assert.doesNotMatch(stderr, /\n\s+at /);
	if (isRoot) giveTo(0, root);
	const [status] = objects(await commandLine(root, ['status', '--json']));
	assert.equal(status.unapplied, 1);
});

/** All but the database, so that it is the only thing which that user may not write. */
function giveTo(uid: number, root: string): void {
	chownSync(root, uid, uid);
	for (const file of globSync('{.quarterdeck,accounts}/**', {cwd: root}))
		chownSync(path.join(root, file), uid, uid);
}

test('a killed watch leaves no process behind', {
	skip: skipWithout('/proc', existsSync('/proc/self/stat')),
}, async t => {
	const root = copyFixture(t, 'tutorial');
	const child = startQuarterdeck(t, root, ['status', '--watch', '--json']);
	await once(child.stdout, 'data');
	const [pid] = allProcesses().filter(pid => readStat(pid)?.parent === child.pid);
	assert.ok(commandLineOf(pid!).includes('--until-sources-change'));
	const reader = identify(pid!);
	child.kill('SIGKILL');
	await until('its reader has ended', () => !isAlive(reader));
});
