import assert from 'node:assert/strict';
import test from 'node:test';
import {programOf} from '../../../source/migrations/files/program.ts';
import {staticsOf} from '../../../source/migrations/files/statics.ts';
import {parse} from '../../../source/migrations/files/syntax.ts';

function read(code: string) {
	const syntax = parse(code, 'javascript');
	return staticsOf(programOf(syntax.statements), syntax);
}

test('constant static members have values, others are computed', () => {
	assert.deepEqual(
		read("export class A { static dependencies = ['b']; static c = load(); d = 1; }"),
		{
			statics: {dependencies: ['b']},
			computed: ['c'],
		},
	);
});

const dependent = ['shop.0001_a'];
const spellings = [
	"export default class extends M { static dependencies = ['shop.0001_a']; up() {} }",
	'export default class extends M{name="x";static dependencies=["shop.0001_a"];up(){}}',
	"export class A extends M { static\n'dependencies'\n=\n[`shop.0001_a`,]\nup() {} }",
	"export class A extends M { static ['dependencies'] = ['shop.0001_a'] /* static dependencies = [] */ }",
	"const A = class extends M { static #own = 1; static dependencies = ['shop.0001_a']; }; export default A;",
	"class A extends M { up() {} static dependencies = ['shop.0001_\\u0061']; } export {A as default};",
];
for (const [index, code] of spellings.entries()) {
	test(`the dependencies are read however the class is written, ${index + 1}`, () => {
		assert.deepEqual(read(code), {statics: {dependencies: dependent}, computed: []});
	});
}

test('a static that is set after the class replaces the one in it', () => {
	const code =
		"class A { static dependencies = ['b']; } A.dependencies = ['c']; module.exports = A;";
	assert.deepEqual(read(code).statics, {dependencies: ['c']});
});

test('the lists are computed if another class or a static block may set them', () => {
	const computed = ['dependencies', 'replaces'];
	for (const code of [
		'class Base {} export class A extends Base {}',
		'export class A { static { load(this); } }',
		"export class A { static dependencies = ['b']; } export class B {}",
	])
		assert.deepEqual(read(code).computed, computed, code);
});

test('before a syntax error, the lists at the top of the class count', () => {
	assert.deepEqual(read("export class A { static dependencies = ['b']; up() {{"), {
		statics: {dependencies: ['b']},
		computed: [],
	});
	assert.deepEqual(read('export class A { up() {{').computed, ['dependencies', 'replaces']);
});
