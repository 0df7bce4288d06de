import assert from 'node:assert/strict';
import test from 'node:test';
import {programOf} from '../../../source/migrations/files/program.ts';
import {parse} from '../../../source/migrations/files/syntax.ts';

const read = (code: string) => programOf(parse(code, 'javascript').statements);

test('a class, its export and its base are found in modules of both kinds', () => {
	for (const code of [
		"import {Migration} from '@mikro-orm/migrations'; export class A extends Migration {}",
		"import {Migration} from '@mikro-orm/migrations'; class A extends Migration {} export {A};",
		"import {Migration} from '@mikro-orm/migrations'; let A = class extends Migration {}; export default A;",
		"const {Migration} = require('@mikro-orm/migrations'); class A extends Migration {} module.exports = A;",
	]) {
		const {classes, exported, bases, isPlain} = read(code);
		assert.deepEqual([...classes.keys(), ...exported, ...bases], ['A', 'A', 'Migration'], code);
		assert.ok(isPlain, code);
	}
});

test('the base has the name that the import gives it', () => {
	const renamed = read("import {Migration as Base} from '@mikro-orm/migrations';");
	assert.deepEqual([...renamed.bases], ['Base']);
	const whole = read("const migrations_1 = require('@mikro-orm/migrations');");
	assert.deepEqual([...whole.bases], ['migrations_1.Migration']);
	assert.deepEqual([...read("import {Migration} from './base.js';").bases], []);
});

test('statics after the class and a table of statements are constants', () => {
	const {assigned, table, isPlain} = read(
		"class A {} A.dependencies = ['b']; const statements = {c: 1};",
	);
	assert.deepEqual(assigned, [{owner: 'A', name: 'dependencies', value: ['b']}]);
	assert.deepEqual(table, {c: 1});
	assert.ok(isPlain);
	assert.ok(!read('class A {} A.dependencies = load();').isPlain);
	assert.ok(!read('const statements = load();').isPlain);
});

test('any other statement makes the program more than plain', () => {
	for (const code of ['run();', "import 'a';", 'export const a = 1;', "export * from 'a';"])
		assert.ok(!read(`class A {} ${code}`).isPlain, code);
});
