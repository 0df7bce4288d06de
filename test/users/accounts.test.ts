import assert from 'node:assert/strict';
import test from 'node:test';
import {importBuiltIn, noTable, openAccounts} from '../../source/users/accounts.ts';
import {outcomeOf} from '../support/outcome-of.ts';
import {packageRoot} from '../support/project.ts';
import {sqliteBench} from '../support/sqlite-engine.ts';

test('an app of ours is imported as the project has it', async () => {
	const app = {label: 'sessions', name: 'quarterdeck/sessions'};
	const project = {apps: [app], root: packageRoot} as any;
	const found = await importBuiltIn(project, 'quarterdeck/sessions', 'sessions');
	assert.equal(found.app, app);
	await assert.rejects(importBuiltIn(project, 'quarterdeck/auth', 'users'), {
		...{code: 'unknown-app', hint: "Add 'quarterdeck/auth' to apps in settings.ts."},
	});
});

test('a project without the auth app, and a plain one, have no users of ours', async t => {
	const {project} = sqliteBench(t);
	await assert.rejects(outcomeOf(openAccounts(project)), {code: 'unknown-app'});
	await assert.rejects(outcomeOf(openAccounts({...project, kind: 'mikro-orm'} as never)), {
		code: 'plain-project',
	});
});

test('a missing table of users is no bug, but a next step', () => {
	const cause = new Error('no such table');
	const error = noTable(cause);
	assert.deepEqual([error.code, error.cause], ['unapplied-migrations', cause]);
	assert.deepEqual(
		error.ways?.map(({id}) => id),
		['migrate'],
	);
});
