import assert from 'node:assert/strict';
import test from 'node:test';
import {Migration} from '@mikro-orm/migrations';
import type {MigrationFile} from '../../../source/migrations/files/loader.ts';
import {previewOf} from '../../../source/migrations/files/preview.ts';
import {literalFile} from '../../support/sqlite-engine.ts';

/** A file whose class has these members. */
function fileWith(members: string, base = 'Migration'): MigrationFile {
	const source = `import {Migration} from '@mikro-orm/migrations';\nexport default class extends ${base} {\n${members}\n}\n`;
	return {...literalFile('0001_one'), source};
}

const preview = (members: string, direction: 'forwards' | 'backwards' = 'forwards') =>
	previewOf(fileWith(members), direction, 'sqlite');

test('a literal migration has its statements, forwards and backwards', () => {
	const file = literalFile('0001_one', {
		up: ['create table one (id int)'],
		down: ['drop table one'],
	});
	assert.partialDeepStrictEqual(previewOf(file, 'forwards', 'sqlite'), {
		...{sql: ['create table one (id int)'], transactional: true, reversible: true, accepts: {}},
	});
	assert.deepEqual(previewOf(file, 'backwards', 'sqlite').sql, ['drop table one']);
	assert.equal(previewOf(file, 'forwards', 'sqlite').source, undefined);
});

test('of code the source is shown, with the texts that it may send', () => {
	const code = preview("async up() { await this.execute('delete from a'); }");
	assert.deepEqual(code.sql, []);
	assert.ok(code.texts.includes('delete from a'));
	assert.match(code.source!, /this\.execute\('delete from a'\)/);
	const back = preview("up() { f('a'); }\ndown() { f('b'); }", 'backwards');
	assert.ok(back.texts.includes('b') && !back.texts.includes('a'));
});

test('what code says about itself is read without running it', () => {
	const traits = (members: string) => {
		const {reversible, transactional} = preview(`${members}\nup() { run(); }`);
		return [reversible, transactional];
	};
	assert.deepEqual(traits(''), [false, true]);
	assert.deepEqual(traits('async down() { run(); }'), [true, true]);
	assert.deepEqual(traits('isTransactional() { return false; }'), [false, false]);
	assert.deepEqual(traits('isTransactional() { return !process.env.X; }'), [false, false]);
	const heir = previewOf(fileWith('up() { run(); }', 'Own'), 'forwards', 'sqlite');
	assert.equal(heir.reversible, true);
});

test('a text that cannot be parsed is code', () => {
	const {sql, source} = preview('up( {');
	assert.deepEqual(sql, []);
	assert.match(source!, /up\( \{/);
});

test('only constant reasons count as consent', () => {
	const accepts = (value: string) => preview(`static accepts = ${value};\nup() {}`).accepts;
	assert.deepEqual(accepts("{DL015: 'of 2019', DL001: ''}"), {DL015: 'of 2019'});
	assert.deepEqual(accepts("{DL015: true, DL002: 'gone'}"), {DL002: 'gone'});
	assert.deepEqual(accepts('reasons()'), {});
	assert.deepEqual(accepts("'all'"), {});
});

test('a class that the project lists is read from its own text', () => {
	class Listed extends Migration {
		override up() {
			this.addSql('delete from author');
		}
	}
	class Coded extends Migration {
		override up() {
			this.addSql(String(process.pid));
		}
	}
	const of = (migration: unknown) =>
		previewOf({...literalFile('0001_one'), migration}, 'forwards', 'sqlite');
	assert.deepEqual(of(Listed).sql, ['delete from author']);
	assert.equal(of(Listed).source, undefined);
	assert.match(of(Coded).source!, /process\.pid/);
	class Heir extends Listed {}
	assert.match(of(Heir).source!, /class Heir/);
});
