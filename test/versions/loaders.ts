/**
 * Plain projects with legacy decorators, as Nest has them, and each TypeScript loader, as installed from the registry:
 * as ES modules and as CommonJS.
 *
 *     node scripts/test.ts test/versions/loaders.ts
 */
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'node:test';
import {pack} from '../strangers/install.ts';
import {runProgram} from '../support/command.ts';
import {temporaryFolder} from '../support/project.ts';

const packages = [
	...['core', 'decorators', 'migrations', 'sqlite'].map(name => `@mikro-orm/${name}@7.2.1`),
	...['reflect-metadata', 'typescript@5.9', 'tsx', 'jiti', '@swc-node/register', '@swc/core'],
	// Later ones lack a binary in some registries.
	...['@oxc-node/core@0.0.35', '@poppinss/ts-exec'],
];
/** Whether it emits the types of properties, and works in a package of CommonJS. */
const loaders = {
	oxc: {emits: true, commonJs: true},
	swc: {emits: true, commonJs: true},
	tsx: {emits: false, commonJs: true},
	jiti: {emits: false, commonJs: true},
	'ts-exec': {emits: true, commonJs: false},
};

const installed = mkdtempSync(path.join(tmpdir(), 'loaders-'));
// A loader may transform whatever is in no node_modules.
packages.push(pack(installed));
const program = path.join(installed, 'node_modules/quarterdeck/dist/cli.js');
writeFileSync(path.join(installed, 'package.json'), '{}');
const words = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
const {status} = spawnSync('npm', [...words, ...packages], {cwd: installed, stdio: 'inherit'});
assert.equal(status, 0, 'npm cannot install the loaders here');

const compilerOptions = {
	...{module: 'nodenext', target: 'es2022', experimentalDecorators: true},
	...{emitDecoratorMetadata: true, useDefineForClassFields: false},
	// As in AdonisJS's own tsconfig.
	rewriteRelativeImportExtensions: true,
};

const config = `import 'reflect-metadata';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { Migrator } from '@mikro-orm/migrations';
import { defineConfig } from '@mikro-orm/sqlite';
import { Author } from './author.entity.js';
import { Book } from './book.entity.js';

export default defineConfig({
	dbName: 'library.db',
	entities: [Author, Book],
	metadataProvider: ReflectMetadataProvider,
	extensions: [Migrator],
});
`;

for (const [tsLoader, {emits, commonJs}] of Object.entries(loaders)) {
	for (const type of commonJs ? ['module', 'commonjs'] : ['module']) {
		test(`${tsLoader}: entities with legacy decorators, ${type}`, async t => {
			const root = temporaryFolder(t);
			// Babel, in jiti, knows no fields that are definitely assigned and have a decorator.
			const write = (file: string, text: string) =>
				writeFileSync(
					path.join(root, file),
					tsLoader === 'jiti' ? text.replaceAll('!:', ':') : text,
				);
			const property = (kind: string) => `@Property(${emits ? '' : `{ type: '${kind}' }`})`;
			const entity = (
				name: string,
				body: string,
				more = '',
			) => `import type { Rel } from '@mikro-orm/core';
import { Entity, Enum, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
${more}
@Entity()
export class ${name} {
	@PrimaryKey(${emits ? '' : "{ type: 'number' }"})
	id!: number;

${body}
}
`;
			mkdirSync(path.join(root, 'src'));
			symlinkSync(path.join(installed, 'node_modules'), path.join(root, 'node_modules'));
			write('tsconfig.json', JSON.stringify({compilerOptions}));
			write('package.json', JSON.stringify({name: 'library', type, 'mikro-orm': {tsLoader}}));
			write('src/mikro-orm.config.ts', config);
			write('src/author.entity.ts', entity('Author', `\t${property('string')}\n\tname!: string;`));
			write(
				'src/book.entity.ts',
				entity(
					'Book',
					`\t@ManyToOne(() => Author)\n\tauthor!: Rel<Author>;\n\n\t@Enum(() => Kind)\n\tkind = Kind.Novel;\n\n\t${property('Date')}\n\tprinted!: Date;`,
					"import { Author } from './author.entity.js';\n\nexport enum Kind { Novel = 'novel', Essay = 'essay' }\n",
				),
			);
			const quarterdeck = (...words: string[]) =>
				runProgram(root, [process.execPath, program, ...words], {});
			const made = await quarterdeck('makemigrations');
			assert.equal(made.code, 0, made.stderr);
			assert.match(made.stdout, /Create entity Author\n +\+ Create entity Book\n/);
			const migrated = await quarterdeck('migrate');
			assert.match(migrated.stdout, /Applying Migration\d+\.\.\. OK/, migrated.stderr);
			const {code, stdout, stderr} = await quarterdeck('makemigrations', '--check');
			assert.deepEqual([code, stdout, stderr], [0, 'No changes detected\n', '']);
		});
	}
}
