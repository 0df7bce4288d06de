import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {packageStamp} from '../../../source/server/runner/package-stamp.ts';
import {temporaryFolder} from '../../support/project.ts';

test('the stamp changes with packages, settings and environment, and not with sources', t => {
	const root = temporaryFolder(t);
	for (const name of [
		'package-lock.json',
		'pnpm-lock.yaml',
		'package.json',
		'.env',
		'settings.ts',
	]) {
		const before = packageStamp(root);
		assert.equal(packageStamp(root), before);
		writeFileSync(path.join(root, name), name);
		assert.notEqual(packageStamp(root), before, name);
	}
	const before = packageStamp(root);
	writeFileSync(path.join(root, 'views.ts'), '');
	assert.equal(packageStamp(root), before);
});
