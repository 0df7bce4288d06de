import assert from 'node:assert/strict';
import test from 'node:test';
import {literalBodyOf} from '../../../source/migrations/files/literal-body.ts';
import {loopOver, ownStatements} from '../../../source/migrations/files/migration-source.ts';
import {programOf} from '../../../source/migrations/files/program.ts';
import {parse} from '../../../source/migrations/files/syntax.ts';

const head = "import {Migration} from '@mikro-orm/migrations';\n";
const bodyOf = (members: string, before = '') =>
	literalBodyOf(
		programOf(
			parse(`${head}${before}export class A extends Migration { ${members} }`, 'javascript')
				.statements,
		),
	);

test('constant statements are the body, with the name and the transaction', () => {
	const body = bodyOf(
		"name = 'shop.0001_a'; isTransactional() { return false; } up() { this.addSql('a'); this.addSql('b'); } async down() {}",
	);
	assert.deepEqual(body, {
		name: 'shop.0001_a',
		isTransactional: false,
		up: {statements: ['a', 'b'], refusal: undefined},
		down: {statements: [], refusal: undefined},
	});
});

test('a migration without down() cannot be unapplied, one without up() is code', () => {
	assert.equal(bodyOf("up() { this.addSql('a'); }")?.down, undefined);
	assert.equal(bodyOf("down() { this.addSql('a'); }"), undefined);
});

test('an error is a refusal, after the statements before it', () => {
	const {up} = bodyOf("up() { this.addSql('a'); throw new Error('Later.'); this.addSql('b'); }")!;
	assert.deepEqual(up, {statements: ['a', 'b'], refusal: {text: 'Later.', after: 1}});
});

test('a table of statements is read by driver only if the class chooses from it', () => {
	const table = "const statements = {SqliteDriver: {up: ['a'], down: ['b']}};\n";
	const up = `up() { ${loopOver('up')} }`;
	assert.deepEqual(bodyOf(`${up} ${ownStatements}`, table)?.up.statements, {SqliteDriver: ['a']});
	assert.equal(bodyOf(up, table), undefined);
});

test('anything that has to run makes it code', () => {
	for (const up of ['this.addSql(sql);', "if (now) this.addSql('a');", 'await this.execute("a");'])
		assert.equal(bodyOf(`async up() { ${up} }`), undefined, up);
});
