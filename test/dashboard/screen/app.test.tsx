import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import test from 'node:test';
import {openStage} from '../../../source/dashboard/screen/app.tsx';
import {setVariable} from '../../support/environment.ts';

const output = Object.assign(new EventEmitter(), {columns: 80, rows: 24, write: () => true});
const terminal = output as unknown as NodeJS.WriteStream;

test('Ink draws through a stage of the terminal’s size', t => {
	setVariable(t, 'QUARTERDECK_OUTPUT', undefined);
	const stage = openStage(terminal)!;
	assert.deepEqual([stage.columns, stage.rows], [80, 24]);
});

test('with QUARTERDECK_OUTPUT=ink it draws directly', t => {
	setVariable(t, 'QUARTERDECK_OUTPUT', 'ink');
	assert.equal(openStage(terminal), undefined);
});
