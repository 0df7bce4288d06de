/**
 * Express, Fastify, Hono, Koa, Nest and bare http, as installed from the registry: what their servers see as they
 * listen under plain Node and under `runserver`, as a table.
 *
 *     node scripts/test.ts test/versions/frameworks.ts
 */
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'node:test';
import {freePort, ownServerProject} from '../support/own-server.ts';
import {casesSource, casesUnderNode, casesUnderRunner, makers} from '../support/plain-node.ts';

const packages = [
	...['express', 'fastify', 'hono', '@hono/node-server', 'koa', 'reflect-metadata', 'rxjs'],
	...['@nestjs/common', '@nestjs/core', '@nestjs/platform-express'],
];
const installed = mkdtempSync(path.join(tmpdir(), 'frameworks-'));
writeFileSync(path.join(installed, 'package.json'), '{}');
const words = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
const {status} = spawnSync('npm', [...words, ...packages], {cwd: installed, stdio: 'inherit'});
assert.equal(status, 0, 'npm cannot install the frameworks here');

test('servers of all frameworks see under runserver what they see under plain Node', async t => {
	const table = new Map<string, Record<string, string>>();
	const differences: unknown[] = [];
	for (const maker of Object.keys(makers)) {
		const root = ownServerProject(t, '', "{file: './program/main.mjs', spare: false}");
		const program = path.join(root, 'program');
		linkInto(program);
		const file = path.join(program, 'main.mjs');
		writeFileSync(file, casesSource(maker));
		const expected = await casesUnderNode(file, await freePort());
		const actual = await casesUnderRunner(root, await freePort());
		assert.ok(expected.size > 20, maker);
		for (const [name, saw] of expected) {
			const isSame = JSON.stringify(actual.get(name)) === JSON.stringify(saw);
			table.set(name, {...table.get(name), [maker]: isSame ? 'same' : 'different'});
			if (!isSame) differences.push({maker, name, saw, actual: actual.get(name)});
		}
	}
	console.table(Object.fromEntries(table));
	assert.deepEqual(differences, []);
});

/** A folder whose packages are those that were installed. */
function linkInto(program: string): void {
	mkdirSync(program);
	symlinkSync(path.join(installed, 'node_modules'), path.join(program, 'node_modules'));
}
