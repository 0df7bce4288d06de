import assert from 'node:assert/strict';
import test from 'node:test';
import {commandLine} from '../../support/command-line.ts';
import {authors, makePlainProject} from '../../support/plain-project.ts';
import {isInstalled, skipWithout} from '../../support/requires.ts';

const isThere = isInstalled('@mikro-orm/entity-generator');

test("without MikroORM's generator, its command is printed", {
	skip: isThere && 'it is installed',
}, async t => {
	const {root} = makePlainProject(t, authors('name: p.string()'));
	const {code, stdout, stderr} = await commandLine(root, ['inspectdb']);
	assert.deepEqual([code, stdout], [1, '']);
	assert.match(
		stderr,
		/^Error: inspectdb needs @mikro-orm\/entity-generator [\d.]+, which is not installed\.\nRun 'npm install --save-dev @mikro-orm\/entity-generator@[\d.]+' in /,
	);
});

test('entities are printed for all tables, or for those that are named', {
	skip: skipWithout('@mikro-orm/entity-generator', isThere),
}, async t => {
	const project = makePlainProject(t, authors('name: p.string()'));
	for (const command of ['makemigrations', 'migrate']) await project.quarterdeck(command);
	const all = await commandLine(project.root, ['inspectdb']);
	assert.equal(all.code, 0, all.stderr);
	assert.match(all.stdout, /defineEntity\(\{[\s\S]*Author[\s\S]*Book/);
	assert.doesNotMatch(all.stdout, /mikro_orm_migrations|quarterdeck_/i);
	const one = await commandLine(project.root, ['inspectdb', 'author']);
	assert.doesNotMatch(one.stdout, /'Book'/);
	const none = await commandLine(project.root, ['inspectdb', 'nothing']);
	assert.equal(none.code, 1);
	assert.match(none.stderr, /^Error: The database has no table named nothing\./);
});
