import assert from 'node:assert/strict';
import test from 'node:test';
import {matcher, matchRules} from '../../../source/migrations/files/pattern.ts';
import {parse} from '../../../source/migrations/files/syntax.ts';

const statement = (code: string) => parse(code, 'javascript').statements[0]!;
const member = (code: string) => statement(`class A { ${code} }`).body.body[0];

test('a name with $ matches any code, which is found by that name', () => {
	const found = matcher('this.addSql($value)')(statement("this.addSql('a')"));
	assert.deepEqual(found?.value, {type: 'Text', value: 'a'});
	assert.equal(matcher('this.addSql($value)')(statement("this.execute('a')")), undefined);
	assert.equal(matcher('this.addSql($value)')(statement("this.addSql('a', 1)")), undefined);
});

test('a block of $$ matches any statements, none as well', () => {
	const up = matcher('up() { $$ }', 'member');
	assert.equal(up(member('up() { a(); b(); }'))?.block.length, 2);
	assert.deepEqual(up(member('up() {}'))?.block, []);
	assert.equal(up(member('up(a) {}')), undefined);
});

test('formatting does not matter, other code does', () => {
	const loop = matcher('for (const sql of list) send(sql);');
	assert.ok(loop(statement('for(const sql of list)\n\tsend( sql )')));
	assert.equal(loop(statement('for (const sql of list) if (sql) send(sql);')), undefined);
	assert.equal(loop(undefined), undefined);
});

test('the first rule that takes the code counts, and one that refuses leaves it to the next', () => {
	const takes = matchRules<string[]>([
		['a = $value', ({value}, taken) => value.type === 'Text' && taken.push('text')],
		['$name = $value', (_, taken) => taken.push('any')],
	]);
	const taken: string[] = [];
	assert.deepEqual(
		["a = 'b'", 'a = 1', 'run()'].map(code => takes(statement(code), taken)),
		[true, true, false],
	);
	assert.deepEqual(taken, ['text', 'any']);
});
