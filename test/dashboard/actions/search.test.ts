import assert from 'node:assert/strict';
import test from 'node:test';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

test('in the tree names are searched while they are typed', t => {
	const {session, press, type} = dashboardInMemory(t);
	press('/');
	type('permis');
	assert.equal(session.view.snapshot().selected, 'auth.0002_permissions');
	press('Enter', 'g');
	press('n');
	assert.equal(session.view.snapshot().selected, 'auth.0002_permissions');
});

test('in the log texts are searched', t => {
	const {dashboard, session, press, type} = dashboardInMemory(t);
	dashboard.logPane.store.push(['needle', 'x', 'needle']);
	press('3', '/');
	type('needle');
	press('Enter', 'N');
	assert.equal(session.view.snapshot().log.cursor, 0);
});

test('without a search, and without a further match, n says so', t => {
	const {press, toast, type} = dashboardInMemory(t);
	press('n');
	assert.equal(toast(), 'No search yet: press / to search.');
	press('/');
	type('permis');
	press('Enter', 'n');
	assert.equal(toast(), 'No more matches.');
});

test('there is nothing to search where there is no tree', t => {
	const {session, press, toast} = dashboardInMemory(t);
	session.status.change({status: undefined});
	press('/');
	assert.equal(toast(), 'There are no migrations to search.');
});
