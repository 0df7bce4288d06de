import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import {findingsOf} from '../support/findings.ts';
import {authors, makePlainProject} from '../support/plain-project.ts';

test('a path of a MikroORM config that finds nothing is a finding', async t => {
	const project = makePlainProject(t, authors('name: p.string()'));
	const found = async () =>
		(await findingsOf(project.root))
			.filter(({id}) => /entities|W007/.test(id))
			.map(({id, message, hint}) => `${id} ${message} ${hint}`);
	const configWith = (entities: string, glob = '*.ts') =>
		project.write(
			'src/mikro-orm.config.ts',
			`import {defineConfig} from '@mikro-orm/sqlite';
export default defineConfig({
	dbName: 'library.db',
	entities: ['dist/**/*.js'],
	entitiesTs: [${entities}],
	migrations: {path: 'src/migrations', glob: '${glob}'},
});
`,
		);
	project.write('src/migrations/Migration1.ts', 'export class Migration1 {}\n');
	configWith("'src/entities.ts', 'src/*.entity.ts', './src/models', '!src/*.test.ts'", '*.cjs');
	assert.deepEqual(await found(), [
		"entities.W002 The path 'src/*.entity.ts' of the entities finds no file. Correct it in src/mikro-orm.config.ts, or build the project.",
		"entities.W002 The path './src/models' of the entities finds no file. Correct it in src/mikro-orm.config.ts, or build the project.",
		`migrations.W007 No file in ${path.join('src', 'migrations')} fits '*.cjs', which names the migrations. Correct migrations.glob in src/mikro-orm.config.ts.`,
	]);
});

test('a config whose paths find what they name has no such finding', async t => {
	const project = makePlainProject(t, authors('name: p.string()'));
	assert.deepEqual(
		(await findingsOf(project.root)).filter(({id}) => /entities|W007/.test(id)),
		[],
	);
});
