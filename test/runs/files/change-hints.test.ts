import {appendFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {ChangeHints} from '../../../source/runs/files/change-hints.ts';
import {temporaryFolder} from '../../support/project.ts';
import {until} from '../../support/wait.ts';

test('a change is reported, once now and once after the rest', async t => {
	const file = path.join(temporaryFolder(t), 'log');
	writeFileSync(file, '');
	let changes = 0;
	const hints = new ChangeHints(file, () => changes++);
	t.after(() => hints.stop());
	appendFileSync(file, 'one');
	await until('both hints are given', () => changes >= 2);
	appendFileSync(file, 'two');
	await until('it watches again', () => changes >= 4);
});

test('a missing file is watched from the first listen after it exists', async t => {
	const file = path.join(temporaryFolder(t), 'log');
	let changes = 0;
	const hints = new ChangeHints(file, () => changes++);
	t.after(() => hints.stop());
	writeFileSync(file, '');
	hints.listen();
	hints.listen();
	appendFileSync(file, 'one');
	await until('the change is reported', () => changes > 0);
});
