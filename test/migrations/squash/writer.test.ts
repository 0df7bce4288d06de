import assert from 'node:assert/strict';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {snapshotPath} from '../../../source/migrations/schema/snapshot.ts';
import type {Squashed, SquashedVariant} from '../../../source/migrations/squash/squash.ts';
import {writeSquashed} from '../../../source/migrations/squash/writer.ts';
import {changesOf} from '../../support/changes.ts';
import {temporaryFolder} from '../../support/project.ts';
import {snapshotOf} from '../../support/snapshots.ts';

const preview = (...sql: string[]) => ({
	...{sql, texts: [], accepts: {}, transactional: true, reversible: true},
});
const parts: SquashedVariant['parts'] = [
	{id: 'shop.0001_one', up: preview('a'), down: preview('b')},
	{id: 'shop.0002_two', up: preview('c'), down: preview('d')},
];

/** Writes a migration that replaces 0001_one and 0002_two. @returns what it says */
function written(t: test.TestContext, ...variants: SquashedVariant[]) {
	const folder = temporaryFolder(t);
	const app = {...changesOf('shop').app, migrationsFolder: folder};
	const name = '0001_squashed_0002_two';
	const file = path.join(folder, `${name}.ts`);
	const squashed: Squashed = {
		...{id: `shop.${name}`, app: 'shop', name, path: file, dependencies: []},
		replaces: parts.map(({id}) => id),
		variants,
	};
	const write = () => {
		writeSquashed(squashed, app);
		return readFileSync(file, 'utf8');
	};
	return {app, write, file, name};
}

test('all statements are kept in their order, and in reverse order backwards', t => {
	const source = written(t, {driver: 'sqlite', parts}).write();
	assert.match(source, /replaces = \['shop\.0001_one', 'shop\.0002_two'\]/);
	assert.deepEqual(
		source.match(/addSql\(`.`\)/g)?.join(),
		'addSql(`a`),addSql(`c`),addSql(`d`),addSql(`b`)',
	);
	assert.match(source, /\/\/ shop\.0001_one\n {4}this\.addSql\(`a`\)/);
	assert.doesNotMatch(source, /Generated/);
});

test('optimized statements are used in place of them, and marked as generated', t => {
	const optimized = {up: ['short'], down: ['back']};
	const source = written(t, {driver: 'sqlite', parts, optimized}).write();
	assert.deepEqual(source.match(/addSql\(`\w+`\)/g), ['addSql(`short`)', 'addSql(`back`)']);
	assert.match(source, /\/\/ Generated: sqlite /);
});

test('code is to be copied by hand, and one part without a way back leaves all without', t => {
	const [one, two] = parts as [any, any];
	const code = {...one, up: {...one.up, source: 'run();'}};
	const source = written(t, {driver: 'sqlite', parts: [code, {...two, down: undefined}]}).write();
	assert.match(source, /throw new Error\('Copy here what up\(\) of shop\.0001_one does/);
	assert.doesNotMatch(source, /override down/);
});

test('snapshots of the last replaced migration belong to the new one, others stay', t => {
	const {app, write, name} = written(
		t,
		{driver: 'sqlite', parts, snapshot: undefined},
		{
			...{driver: 'mariadb', parts: [], optimized: {up: [], down: []}, snapshot: snapshotOf()},
		},
	);
	const file = (driver: 'sqlite' | 'mysql' | 'mariadb') => snapshotPath(app, driver);
	writeFileSync(file('sqlite'), '{"head": "0002_two"}');
	writeFileSync(file('mysql'), '{"head": "0003_three"}');
	write();
	const heads = (['sqlite', 'mysql', 'mariadb'] as const).map(
		driver => JSON.parse(readFileSync(file(driver), 'utf8')).head,
	);
	assert.deepEqual(heads, [name, '0003_three', name]);
});

test('an existing file is not replaced', t => {
	const {write, file} = written(t, {driver: 'sqlite', parts});
	writeFileSync(file, 'mine');
	assert.throws(write, {code: 'already-exists'});
	assert.ok(existsSync(file));
	assert.equal(readFileSync(file, 'utf8'), 'mine');
});
