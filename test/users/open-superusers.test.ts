import assert from 'node:assert/strict';
import test from 'node:test';
import {openSuperusers} from '../../source/users/open-superusers.ts';
import {outcomeOf} from '../support/outcome-of.ts';
import {makePlainProject} from '../support/plain-project.ts';
import {makeShop} from '../support/shop.ts';

test('a project without the auth app has no superusers, and says which app is missing', async t => {
	await assert.rejects(outcomeOf(openSuperusers(makeShop(t).root)), {code: 'unknown-app'});
});

test('a plain project must say which entity its users are', async t => {
	const {root, write} = makePlainProject(
		t,
		"export const Note = defineEntity({name: 'Note', properties: {id: p.integer().primary()}});",
	);
	await assert.rejects(outcomeOf(openSuperusers(root)), {code: 'plain-project'});
	const user = {entity: 'Note', hash: false};
	const manifest = {name: 'library', type: 'module', quarterdeck: {user}};
	write('package.json', JSON.stringify(manifest));
	await assert.rejects(outcomeOf(openSuperusers(root)), {
		code: 'user-entity',
		message: /Note\.email, and there is no such property/,
	});
});
