import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {openJournal, wantsJournal} from '../../source/command-line/open-journal.ts';
import type {RunStarted} from '../../source/runs/events.ts';
import {temporaryFolder} from '../support/project.ts';

test('a command keeps no journal unless it says so, or its values do', () => {
	assert.equal(wantsJournal({}, {}), false);
	assert.equal(wantsJournal({journal: true}, {}), true);
	const journal = ({plan}: any) => !plan;
	assert.equal(wantsJournal({journal}, {plan: false}), true);
	assert.equal(wantsJournal({journal}, {plan: true}), false);
});

test('the journal has the command line without hidden flags; without a project there is none', t => {
	const root = temporaryFolder(t);
	const flags = {untilChange: {type: 'boolean', hidden: true, help: ''}} as const;
	const words = ['books', '--until-change', '--fake'];
	assert.equal(openJournal('migrate', {flags}, words, {}, root), undefined);
	writeFileSync(path.join(root, 'settings.ts'), "import 'quarterdeck';");
	const journal = openJournal('migrate', {flags}, words, {}, root)!;
	const {kind, command, rehearses} = journal.started() as RunStarted;
	journal.end(0);
	assert.deepEqual([kind, command], ['migrate', 'migrate books --fake']);
	assert.equal(rehearses, undefined);
});

test('the journal says that a run is on a copy', t => {
	const root = temporaryFolder(t);
	writeFileSync(path.join(root, 'settings.ts'), "import 'quarterdeck';");
	const rehearses = ({rehearse}: any) => rehearse;
	const started = (values: object) => {
		const journal = openJournal('migrate', {rehearses}, [], values, root)!;
		journal.end(0);
		return (journal.started() as RunStarted).rehearses;
	};
	assert.equal(started({rehearse: true}), true);
	assert.equal(started({rehearse: false}), undefined);
});
