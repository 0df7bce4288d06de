import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {installCommand, packageManagerOf} from '../../source/system/package-manager.ts';
import {temporaryFolder} from '../support/project.ts';

test('packages are installed with the manager of the nearest lock file', t => {
	const root = temporaryFolder(t);
	const inner = path.join(root, 'packages/api');
	mkdirSync(inner, {recursive: true});
	assert.equal(installCommand(inner, 'tsx', true), 'npm install --save-dev tsx');
	assert.equal(installCommand(inner, 'koa'), 'npm install koa');
	writeFileSync(path.join(root, 'pnpm-lock.yaml'), '');
	assert.equal(installCommand(inner, 'tsx', true), 'pnpm add --save-dev tsx');
	writeFileSync(path.join(inner, 'yarn.lock'), '');
	assert.equal(installCommand(inner, 'tsx', true), 'yarn add --dev tsx');
	assert.equal(packageManagerOf(root), 'pnpm');
	mkdirSync(path.join(root, 'bot'));
	writeFileSync(path.join(root, 'bot/bun.lock'), '');
	assert.equal(installCommand(path.join(root, 'bot'), 'tsx', true), 'bun add --dev tsx');
});
