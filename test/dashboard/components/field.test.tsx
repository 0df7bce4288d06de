import assert from 'node:assert/strict';
import test from 'node:test';
import {BottomLine} from '../../../source/dashboard/components/bottom-line.tsx';
import {Field} from '../../../source/dashboard/components/field.tsx';
import {Sheet} from '../../../source/dashboard/components/sheet.tsx';
import {newField} from '../../../source/dashboard/state/dialog.ts';
import {drawInDialog} from '../../support/probe-dialog.tsx';

test('a prompt takes the last row, without a box', t => {
	const field = newField('line', 'needle');
	const {lines} = drawInDialog(
		t,
		<BottomLine>
			<Field field={field} before="/" columns={10} after=" Esc clears" />
		</BottomLine>,
		field,
	);
	assert.match(lines().at(-1)!, /^\/needle [_]+ +Esc clears/);
});

test('a masked field shows no letter of its text, and the end of a long one', t => {
	const secret = newField('password', 'secret', '*');
	const long = newField('name', 'abcdefghijklmnop');
	const {lines} = drawInDialog(
		t,
		<Sheet title="Form" columns={24}>
			<Field field={secret} columns={12} />
			<Field field={long} columns={8} />
		</Sheet>,
	);
	const text = lines().join('\n');
	assert.match(text, /\*{6}_/);
	assert.doesNotMatch(text, /secret|abc/);
	assert.match(text, /jklmnop_/);
});
