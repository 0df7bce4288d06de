import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {excerptAt} from '../../../source/server/pages/source-excerpt.ts';
import {temporaryFolder} from '../../support/project.ts';

test('the failing line is marked, with four lines around it', t => {
	const root = temporaryFolder(t);
	const file = path.join(root, 'views.ts');
	writeFileSync(file, Array.from({length: 20}, (_, index) => `line ${index + 1}`).join('\n'));
	const {place, text} = excerptAt({file, line: 10}, root)!;
	assert.equal(place, 'views.ts:10');
	const lines = text.split('\n');
	assert.deepEqual([lines[0], lines[4], lines.length], ['   6  line 6', '> 10  line 10', 9]);
	assert.equal(excerptAt({file, line: 1}, root)!.text.split('\n')[0], '> 1  line 1');
});

test('there is no excerpt of files outside the project, of missing files, or without such a line', t => {
	const root = temporaryFolder(t);
	assert.equal(excerptAt({file: '/etc/passwd', line: 1}, root), undefined);
	assert.equal(excerptAt({file: path.join(root, 'gone.ts'), line: 1}, root), undefined);
	const file = path.join(root, 'views.ts');
	writeFileSync(file, 'line 1\n');
	assert.equal(excerptAt({file}, root), undefined);
	assert.equal(excerptAt({file, line: 2}, root), undefined);
});
