import assert from 'node:assert/strict';
import test from 'node:test';
import {tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

test('a migration is found by its id', t => {
	const {session} = dashboardInMemory(t);
	assert.equal(session.migration('auth.0002_permissions')?.name, '0002_permissions');
	assert.equal(session.migration('auth.0009_none'), undefined);
	assert.equal(session.migration(''), undefined);
});

test('the status that reached the database last is remembered', t => {
	const {session} = dashboardInMemory(t);
	const {database} = tutorialStatus();
	const away = tutorialStatus({database: {...database, reachable: false}});
	session.showStatus(away);
	const {status, lastSeen} = session.status.snapshot();
	assert.equal(status!.database.reachable, false);
	assert.equal(lastSeen!.status.database.reachable, true);
});

test('a status kept from the last session counts as seen when it was kept', t => {
	const {session} = dashboardInMemory(t);
	const keptAt = new Date(0);
	session.status.change({status: tutorialStatus(), keptAt, lastSeen: undefined});
	const {database} = tutorialStatus();
	session.showStatus(tutorialStatus({database: {...database, reachable: false}}));
	const {keptAt: isKept, lastSeen} = session.status.snapshot();
	assert.equal(lastSeen!.at, keptAt);
	assert.equal(isKept, undefined);
});

test('changes are counted, the latest last', t => {
	const {session} = dashboardInMemory(t);
	session.recordChange('migration applied', 2);
	session.recordChange('server started');
	session.recordChange('migration applied');
	assert.deepEqual(
		[...session.changes],
		[
			['server started', 1],
			['migration applied', 3],
		],
	);
});

test('a toast disappears by itself', t => {
	t.mock.timers.enable({apis: ['setTimeout']});
	const {session, toast} = dashboardInMemory(t);
	session.toast('warning', 'Careful.');
	assert.equal(toast(), 'Careful.');
	t.mock.timers.tick(6000);
	assert.equal(toast(), undefined);
});
