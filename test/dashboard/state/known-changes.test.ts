import assert from 'node:assert/strict';
import test from 'node:test';
import {withKnownChanges} from '../../../source/dashboard/state/known-changes.ts';
import {tutorialStatus} from '../../support/dashboard.ts';

const drift = [{app: 'auth', text: 'The table auth_user is not in the database.'}];

test('an incomplete status gets the known changes, and the hazards of unapplied migrations', () => {
	const before = tutorialStatus();
	before.apps[0]!.migrations[1]!.losesData = true;
	const incomplete = tutorialStatus({incomplete: true});
	incomplete.apps[2]!.unmadeChanges = [];
	const shown = withKnownChanges(incomplete, before);
	assert.deepEqual(shown.apps[2]!.unmadeChanges, ['Create entity Profile']);
	assert.equal(shown.apps[0]!.migrations[1]!.losesData, true);
});

test('changes are forgotten when the migrations of an app are other ones', () => {
	const incomplete = tutorialStatus({incomplete: true});
	incomplete.apps[2]!.migrations.push({name: '0001_initial', applied: null, warnings: []});
	incomplete.apps[2]!.unmadeChanges = [];
	assert.deepEqual(withKnownChanges(incomplete, tutorialStatus()).apps[2]!.unmadeChanges, []);
});

test('a complete status is taken as it is', () => {
	const status = tutorialStatus({drift: []});
	assert.equal(withKnownChanges(status, tutorialStatus({drift})), status);
});

test('drift stays known while the same migrations are applied', () => {
	const before = tutorialStatus({drift});
	assert.deepEqual(withKnownChanges(tutorialStatus(), before).drift, drift);
	const applied = tutorialStatus();
	applied.apps[0]!.migrations[0]!.applied = '2026-03-02T10:00:00Z';
	assert.equal(withKnownChanges(applied, before).drift, undefined);
});
