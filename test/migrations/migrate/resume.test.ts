import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {resume} from '../../../source/migrations/migrate/resume.ts';
import type {Interaction} from '../../../source/migrations/questions/consent.ts';
import {Progress, readUnfinished} from '../../../source/migrations/unfinished/progress.ts';
import {connectDatabase} from '../../../source/project/open/connect-database.ts';
import {openProject} from '../../../source/project/open/open.ts';
import {identify, type ProcessIdentity} from '../../../source/system/process-identity.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {makeShop} from '../../support/shop.ts';
import {forwards, noLock} from '../../support/sqlite-engine.ts';

const asking = {
	...{interactive: false, prompt: {}, signal: new AbortController().signal},
} as Interaction;
const statements = ['create table one (id int)', 'create table two (id int)'];

/** A migration of two statements, of which the first one ran. */
async function halfApplied(t: TestContext, code?: string, runner?: ProcessIdentity) {
	const shop = makeShop(t);
	shop.migration('0001_two', {up: statements.map(sql => `this.addSql('${sql}');`).join('\n')});
	shop.rows(statements[0]!);
	const project = await openProject(shop.root);
	const database = (await connectDatabase(project))!;
	t.after(() => database.close());
	const progress = new Progress(forwards('0001_two'), true, database.query);
	progress.statements = statements;
	if (code) await progress.sendsCode(code);
	await progress.ran(1);
	const noted = (await readUnfinished(project))!;
	const unfinished = runner ? {...noted, process: runner} : noted;
	const run = (request: object) => outcomeOf(resume(project, unfinished, noLock, request, asking));
	const tables = () =>
		shop.rows("select name from sqlite_master where name in ('one', 'two')").map(({name}) => name);
	return {project, run, tables};
}

test('without an answer the question is reported, and nothing changes', async t => {
	const {project, run, tables} = await halfApplied(t);
	const {events, result} = await run({});
	assert.deepEqual([events[0]?.type, result.exitCode], ['question', 3]);
	assert.deepEqual(tables(), ['one']);
	assert.equal((await readUnfinished(project))?.done, 1);
});

test('while the process that runs it is alive, nobody settles it', async t => {
	const alive = await halfApplied(t, undefined, identify(process.ppid));
	for (const request of [{}, {resume: true}, {markApplied: true}, {startOver: true}]) {
		await assert.rejects(alive.run(request), {
			code: 'still-running',
			message: new RegExp(`^shop\\.0001_two is still being run by .*, process ${process.ppid}, `),
		});
	}
	assert.deepEqual(alive.tables(), ['one']);
	const ended = await halfApplied(t, undefined, {...identify(process.ppid), start: '1'});
	assert.equal((await ended.run({resume: true})).result.ran, true);
});

test('it is resumed after what ran, or recorded as it is', async t => {
	const resumed = await halfApplied(t);
	assert.equal((await resumed.run({resume: true})).result.ran, true);
	assert.deepEqual(resumed.tables(), ['one', 'two']);
	assert.equal(await readUnfinished(resumed.project), undefined);
	const marked = await halfApplied(t);
	assert.equal((await marked.run({markApplied: true})).result.ran, true);
	assert.deepEqual(marked.tables(), ['one']);
});

test('starting over only forgets what ran', async t => {
	const {project, run} = await halfApplied(t);
	assert.deepEqual((await run({startOver: true})).result, {target: undefined});
	assert.equal(await readUnfinished(project), undefined);
});

test('a migration that runs code cannot be resumed', async t => {
	const {run} = await halfApplied(t, 'insert into one values (1)');
	await assert.rejects(run({resume: true}), {code: 'cannot-resume'});
});
