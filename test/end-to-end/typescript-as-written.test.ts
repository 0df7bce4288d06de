import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {quarterdeck} from '../support/command.ts';
import {makePlainProject} from '../support/plain-project.ts';
import {makeShop} from '../support/shop.ts';

// A loader stays registered in a process, so each command is a process of its own.

const tsconfig = JSON.stringify({
	compilerOptions: {
		...{module: 'nodenext', target: 'es2022', experimentalDecorators: true},
		paths: {'@/*': ['./src/*']},
	},
});

/** What is imported, and how, in a folder `src` of a project. */
const parts: Record<string, {files: Record<string, string>; use: string}> = {
	'a .js name': {
		files: {'plain.ts': 'export const plain: number = 1;\n'},
		use: "import {plain} from './plain.js';",
	},
	'no ending': {
		files: {'short.ts': 'export const short: number = 1;\n'},
		use: "import {short} from './short';",
	},
	'a folder': {
		files: {'kinds/index.ts': 'export const kinds: number[] = [];\n'},
		use: "import {kinds} from './kinds';",
	},
	'an alias': {
		files: {'other.ts': 'export const other: number = 1;\n'},
		use: "import {other} from '@/other';",
	},
	'an enum': {
		files: {'sea.ts': 'export enum Sea {North}\n'},
		use: "import {Sea} from './sea.ts';",
	},
	'a parameter property': {
		files: {'money.ts': 'export class Money {\n\tconstructor(readonly cents: number) {}\n}\n'},
		use: "import {Money} from './money.ts';",
	},
	'a type without the word': {
		files: {'form.ts': 'export interface Form {}\n'},
		use: "import {Form} from './form.ts';\nexport const form: Form = {};",
	},
	'a legacy decorator': {
		files: {
			'page.ts':
				'const mark = (..._: unknown[]) => {};\nexport class Page {\n\tread(@mark name: string) {}\n}\n',
		},
		use: "import {Page} from './page.ts';",
	},
	'a required source': {
		files: {'old.cts': 'enum Old {A = 1}\nmodule.exports = {old: Old.A};\n'},
		use: "import {createRequire} from 'node:module';\nexport const {old} = createRequire(import.meta.url)('./old.cts');",
	},
};

function writeParts(folder: string, names: string[]): void {
	const chosen = names.map(name => parts[name]!);
	for (const [file, text] of chosen.flatMap(({files}) => Object.entries(files))) {
		mkdirSync(path.dirname(path.join(folder, file)), {recursive: true});
		writeFileSync(path.join(folder, file), text);
	}
	writeFileSync(
		path.join(folder, 'all.ts'),
		`${chosen.map(({use}) => use).join('\n')}\nexport const all = 1;\n`,
	);
}

const inAnyOrder = [Object.keys(parts), Object.keys(parts).reverse()];
const shelf =
	"export const Shelf = defineEntity({name: 'Shelf', properties: {id: p.integer().primary()}});";

function makePlain(t: test.TestContext) {
	const project = makePlainProject(t, `import {all} from './all.js';\nvoid all;\n${shelf}`);
	project.write('tsconfig.json', tsconfig);
	return project;
}

for (const names of inAnyOrder) {
	test(`with tsx a plain project may have ${names[0]} first`, async t => {
		const {root} = makePlain(t);
		writeParts(path.join(root, 'src'), names);
		const {code, stderr} = await quarterdeck(root, ['makemigrations', '--dry-run']);
		assert.deepEqual([code, stderr], [0, '']);
	});

	test(`with tsx a project with settings may have ${names[0]} first`, async t => {
		const {root} = makeShop(t, `import {all} from '../src/all.ts';\nvoid all;\n${shelf}`);
		writeFileSync(path.join(root, 'tsconfig.json'), tsconfig);
		writeParts(path.join(root, 'src'), names);
		const {code, stderr} = await quarterdeck(root, ['makemigrations', '--dry-run']);
		assert.deepEqual([code, stderr], [0, '']);
	});
}

for (const name of Object.keys(parts)) {
	test(`without a loader the sentence names one, and the place of ${name}`, async t => {
		const plain = makePlain(t);
		const config = path.join(plain.root, 'src/mikro-orm.config.ts');
		writeFileSync(config, readFileSync(config, 'utf8').replace('./entities.js', './entities.ts'));
		plain.entities(`import {all} from './all.ts';\nvoid all;\n${shelf}`);
		const {root} = plain;
		rmSync(path.join(root, 'node_modules/tsx'));
		writeParts(path.join(root, 'src'), [name]);
		const {code, stderr} = await quarterdeck(root, ['status']);
		assert.equal(code, 1);
		assert.match(
			stderr,
			/^Error: src\/\S+ (?:imports \S+ as TypeScript does|uses TypeScript that)/,
		);
		assert.match(stderr, /\nInstall a TypeScript loader: 'npm install --save-dev tsx'/);
	});
}

test('an import that leads nowhere is told as such, with tsx and without', async t => {
	const {root} = makePlain(t);
	writeFileSync(path.join(root, 'src/all.ts'), "import './nowhere.js';\nexport const all = 1;\n");
	assert.match(
		(await quarterdeck(root, ['status'])).stderr,
		/^Error: src\/all\.ts:1: Cannot find module/,
	);
	writeFileSync(path.join(root, 'src/all.ts'), "import 'nosuchpackage';\nexport const all = 1;\n");
	const {stderr} = await quarterdeck(root, ['status']);
	assert.match(
		stderr,
		/^Error: The package nosuchpackage is not installed, and src\/all\.ts:1 needs it\.\nRun 'npm install nosuchpackage'/,
	);
});
