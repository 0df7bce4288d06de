import assert from 'node:assert/strict';
import test from 'node:test';
import {Consent} from '../../../source/dashboard/dialogs/consent.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory, keyNamed} from '../../support/in-memory-dashboard.ts';

const production = () => tutorialStatus({environment: 'production'});

test('y is enough where nothing is lost', t => {
	const consent = new Consent(dashboardInMemory(t).session);
	assert.equal(consent.field, undefined);
	assert.equal(consent.isGivenBy(keyNamed('y')), true);
	assert.equal(consent.isGivenBy(keyNamed('Enter')), false);
	assert.deepEqual(consent.flags, []);
	assert.deepEqual(consent.rows(60, ['Esc cancel']), ['y run it   Esc cancel']);
});

test('a data loss, and production, need the name of the database', t => {
	const consent = new Consent(dashboardInMemory(t, production()).session, true);
	assert.equal(consent.isGivenBy(keyNamed('y')), false);
	assert.equal(consent.isGivenBy(keyNamed('Enter')), false);
	consent.field!.value = 'db.sqlite3';
	assert.equal(consent.isGivenBy(keyNamed('Enter')), true);
	assert.deepEqual(consent.flags, ['--allow-data-loss', '--allow-production']);
});

test('each flag has its own reason', t => {
	assert.deepEqual(new Consent(dashboardInMemory(t).session, true).flags, ['--allow-data-loss']);
	const inProduction = new Consent(dashboardInMemory(t, production()).session);
	assert.deepEqual(inProduction.flags, ['--allow-production']);
});

test('in a narrow window the reasons have rows of their own', t => {
	const consent = new Consent(dashboardInMemory(t, production()).session);
	const [first, second] = consent.rows(36, [], ['This is PRODUCTION.']);
	assert.equal(first, 'This is PRODUCTION.');
	assert.equal((second as {before: string}).before, 'Database name: ');
});
