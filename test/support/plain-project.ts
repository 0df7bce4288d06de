import {execFile} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import type {TestContext} from 'node:test';
import {promisify} from 'node:util';
import type {IMigrator} from '@mikro-orm/core';
import {openProject} from '../../source/project/open/open.ts';
import {linkPackages, packageRoot, temporaryFolder} from './project.ts';
import {type Outcome, runCommand} from './run-command.ts';

const run = promisify(execFile);

/** A MikroORM project that has never heard of Quarterdeck. */
export interface PlainProject {
	root: string;
	write(file: string, text: string): void;
	/** Writes `src/entities.ts`: what stands below its import of MikroORM. */
	entities(source: string): void;
	/** MikroORM's own command line, as a process. @returns its output, without colours */
	stock(...words: string[]): Promise<string>;
	/** MikroORM's own migrator over the same config, in this process. */
	withMigrator(work: (migrator: IMigrator) => Promise<void>): Promise<void>;
	/** One of our commands, in this process: a module that was imported stays as it was. */
	quarterdeck(command: string, positionals?: string[], options?: object): Promise<Outcome>;
	rows(sql: string): Record<string, unknown>[];
}

/** @param options what stands in its config behind `entities` */
export function makePlainProject(
	test: Pick<TestContext, 'after'>,
	entities: string,
	options = "dbName: 'library.db'",
	driver = 'sqlite',
): PlainProject {
	const root = path.join(temporaryFolder(test), 'library');
	const project: PlainProject = {
		root,
		write: (file, text) => {
			mkdirSync(path.dirname(path.join(root, file)), {recursive: true});
			writeFileSync(path.join(root, file), text);
		},
		entities: source =>
			project.write(
				'src/entities.ts',
				`import {defineEntity, p} from '@mikro-orm/core';\n\n${source}\n`,
			),
		stock: async (...words) => {
			const cli = path.join(packageRoot, 'node_modules/@mikro-orm/cli/cli.js');
			const env = {...process.env, NO_COLOR: '1', NODE_TEST_CONTEXT: undefined};
			const {stdout, stderr} = await run(process.execPath, [cli, ...words], {cwd: root, env});
			return stdout + stderr;
		},
		withMigrator: async work => {
			const project = await openProject(root);
			const {orm} = await project.access.openOrm(project);
			try {
				await work(orm.migrator);
			} finally {
				await orm.close(true);
			}
		},
		quarterdeck: (command, positionals = [], options = {}) =>
			runCommand(root, command, positionals, options),
		rows: sql => {
			const database = new DatabaseSync(path.join(root, 'library.db'));
			try {
				return database
					.prepare(sql)
					.all()
					.map(row => ({...row}));
			} finally {
				database.close();
			}
		},
	};
	const packages = ['cli', 'core', 'migrations', driver].map(name => [`@mikro-orm/${name}`, '*']);
	project.write(
		'package.json',
		JSON.stringify({
			name: '@acme/library',
			type: 'module',
			dependencies: Object.fromEntries(packages),
		}),
	);
	project.write('tsconfig.json', '{"compilerOptions": {"module": "nodenext", "target": "es2022"}}');
	project.write(
		'src/mikro-orm.config.ts',
		`import {defineConfig} from '@mikro-orm/${driver}';
import {Migrator} from '@mikro-orm/migrations';
import * as entities from './entities.js';

export default defineConfig({
	entities: Object.values(entities),
	extensions: [Migrator],
	${options},
});
`,
	);
	project.entities(entities);
	linkPackages(root);
	return project;
}

/** Authors and their books, which are deleted with them. */
export function authors(properties: string): string {
	return `export const Author = defineEntity({
	name: 'Author',
	properties: {id: p.integer().primary(), ${properties}},
});

export const Book = defineEntity({
	name: 'Book',
	properties: {
		id: p.integer().primary(),
		author: () => p.manyToOne(Author).deleteRule('cascade'),
	},
});`;
}
