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
