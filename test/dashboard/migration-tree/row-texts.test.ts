import assert from 'node:assert/strict';
import test from 'node:test';
import {
	appText,
	changesTexts,
	countsOf,
	migrationText,
} from '../../../source/dashboard/migration-tree/row-texts.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {plainLookForAll} from '../../support/in-memory-dashboard.ts';

plainLookForAll();
const widths = {apps: 8, counts: 11, migrations: 16};
const [auth, , accounts] = tutorialStatus().apps;
const applied = '2026-03-02T10:00:00Z';
const migration = {name: '0001_initial', applied: null, warnings: []};

test('an app has its counts, and folded the mark of its hazards', () => {
	assert.equal(appText(auth!, false, false, widths, 60), '▾ auth      2 unapplied');
	const losing = {...auth!, migrations: [{...migration, losesData: true}]};
	assert.equal(appText(losing, true, false, widths, 60), '▸ auth      1 unapplied  !!');
	assert.equal(countsOf({...accounts!, unmadeChanges: []}), 'no migrations');
	assert.equal(countsOf({...accounts!, unmadeChanges: []}, true), '', 'it may still get some');
});

test('a migration says whether it is applied, and what happened to its file', () => {
	const text = (part: object) => migrationText({...migration, ...part}, widths, 60).trim();
	assert.equal(text({}), '○ 0001_initial      unapplied');
	assert.equal(
		text({warnings: [{code: 'DL007', message: 'x'}]}),
		'○ 0001_initial      unapplied  !',
	);
	assert.equal(text({applied}), '✓ 0001_initial      2026-03-02');
	assert.equal(text({applied, missingFile: true}), '✓ 0001_initial      2026-03-02  file missing');
	assert.equal(text({applied, edited: true}), '✓ 0001_initial      2026-03-02  edited since');
});

test('with little room the word goes before the mark', () => {
	const text = migrationText({...migration, warnings: [{code: 'DL007', message: 'x'}]}, widths, 22);
	assert.equal(text, '  ○ 0001_initial  !');
});

test('changes and leaves come with the key that resolves them', () => {
	const app = {...accounts!, conflict: ['0002_a', '0002_b']};
	const [leaves, changes, change] = changesTexts(app).map(text => text(80));
	assert.equal(leaves, '  two leaf migrations, m merge them: 0002_a, 0002_b');
	assert.equal(changes, '  ~ changes not in a migration: m make one');
	assert.equal(change, '      Create entity Profile');
	const [readOnly] = changesTexts(app).map(text => text(80, true));
	assert.equal(readOnly, '  two leaf migrations: 0002_a, 0002_b');
});

test('changes of a missing file are not to be made again', () => {
	const migrations = [{...migration, missingFile: true as const}];
	const app = {...accounts!, migrations};
	assert.equal(changesTexts(app)[0]!(80).trim(), '~ changes not in a migration: restore the file');
});
