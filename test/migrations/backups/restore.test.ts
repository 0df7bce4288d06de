import assert from 'node:assert/strict';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import test from 'node:test';
import {backupsOf} from '../../../source/migrations/backups/backup.ts';
import {keepCopy, restore} from '../../../source/migrations/backups/restore.ts';
import type {Project} from '../../../source/project/project.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {personSaying} from '../../support/questions.ts';
import {makeWorkshop} from '../../support/workshop.ts';

const {signal} = new AbortController();

function run(project: Project, sql: string): unknown[] {
	const database = new DatabaseSync(path.join(project.root, 'db.sqlite3'));
	try {
		return database
			.prepare(sql)
			.all()
			.map(row => Object.values(row)[0]);
	} finally {
		database.close();
	}
}

function restoring(project: Project, answer?: boolean, flags = {}) {
	const interaction = {interactive: answer !== undefined, prompt: personSaying(answer), signal};
	return outcomeOf(restore(project, flags, interaction));
}

/** A project with a copy of its database, and a row more since then. */
async function copiedProject(t: test.TestContext): Promise<Project> {
	const {project} = makeWorkshop(t, []);
	run(project, 'create table pet (name text)');
	const {events} = await outcomeOf(keepCopy(project));
	assert.match((events[0] as any).text, /^The database was copied to .quarterdeck\/backups\//);
	run(project, "insert into pet values ('Rex')");
	return project;
}

test('a yes restores the copy, and the database before it is copied as well', async t => {
	const project = await copiedProject(t);
	assert.equal((await restoring(project, true)).result, 0);
	assert.deepEqual(run(project, 'select name from pet'), []);
	assert.equal(backupsOf(project).length, 2);
	await restoring(project, undefined, {allowDataLoss: true});
	assert.deepEqual(run(project, 'select name from pet'), ['Rex']);
});

test('a no restores nothing, and without a person the flag is named', async t => {
	const project = await copiedProject(t);
	assert.equal((await restoring(project, false)).result, 1);
	const {events, result} = await restoring(project);
	assert.equal(result, 3);
	assert.equal((events.find(({type}) => type === 'question') as any).flag, '--allow-data-loss');
	assert.deepEqual(run(project, 'select name from pet'), ['Rex']);
	assert.equal(backupsOf(project).length, 1);
});

test('without a copy there is nothing to restore', async t => {
	const {project} = makeWorkshop(t, []);
	await assert.rejects(restoring(project, true), {code: 'no-backup'});
	assert.deepEqual((await outcomeOf(keepCopy(project))).events, [], 'no database, no copy');
});
