import assert from 'node:assert/strict';
import {mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {objects, quarterdeck} from '../../support/command.ts';
import {copyFixture} from '../../support/project.ts';

const decoratedEntity = `
import {Entity, PrimaryKey, Property} from '@mikro-orm/decorators/es';

export class NotAnEntity extends Error {}

@Entity({tableName: 'accounts_note'})
export class Note {
	@PrimaryKey({type: 'integer'})
	id!: number;

	@Property({type: 'text'})
	text!: string;
}
`;

const unmade = async (root: string) => {
	const outcome = await quarterdeck(root, ['status', '--json']);
	const [status] = objects(outcome);
	return {...status.apps.find(({label}: any) => label === 'accounts'), problems: status.problems};
};

test('decorated entities are loaded through the project’s tsx, and other classes left alone', async t => {
	const root = copyFixture(t, 'tutorial');
	writeFileSync(path.join(root, 'accounts/entities.ts'), decoratedEntity);
	const {unmadeChanges, problems} = await unmade(root);
	assert.deepEqual(problems, []);
	assert.deepEqual(unmadeChanges, ['Create entity Note']);
});

test('a syntax error in a file that tsx loads is reported with its place', async t => {
	const root = copyFixture(t, 'tutorial');
	// The files are loaded in the order of their names: tsx compiles the second one.
	mkdirSync(path.join(root, 'accounts/entities'));
	rmSync(path.join(root, 'accounts/entities.ts'));
	writeFileSync(path.join(root, 'accounts/entities/a.ts'), decoratedEntity);
	writeFileSync(path.join(root, 'accounts/entities/b.ts'), '\nconst half = ;\n');
	const {code, stderr} = await quarterdeck(root, ['makemigrations']);
	assert.equal(code, 1);
	assert.match(stderr, /^Error: accounts\/entities\/b\.ts:2: Unexpected ";"\nFix accounts/);
});

test('reports a missing tsx, with the file that needs it', async t => {
	const root = copyFixture(t, 'tutorial');
	writeFileSync(path.join(root, 'accounts/entities.ts'), decoratedEntity);
	rmSync(path.join(root, 'node_modules/tsx'));
	const {code, stderr} = await quarterdeck(root, ['makemigrations']);
	assert.equal(code, 1);
	assert.match(stderr, /^Error: accounts\/entities\.ts:6 uses TypeScript that Node cannot strip/);
	assert.match(stderr, /npm install --save-dev tsx/);
});

test('the files of entities/ count like one entities.ts, a schema and its class as one', async t => {
	const root = copyFixture(t, 'tutorial');
	mkdirSync(path.join(root, 'accounts/entities'));
	renameSync(
		path.join(root, 'accounts/entities.ts'),
		path.join(root, 'accounts/entities/profile.ts'),
	);
	writeFileSync(
		path.join(root, 'accounts/entities/badge.ts'),
		`import {defineEntity, p} from '@mikro-orm/core';
export const BadgeSchema = defineEntity({name: 'Badge', tableName: 'accounts_badge', properties: {id: p.integer().primary()}});
export class Badge extends BadgeSchema.class {}
BadgeSchema.setClass(Badge);
`,
	);
	const {unmadeChanges, problems} = await unmade(root);
	assert.deepEqual(problems, []);
	assert.deepEqual(unmadeChanges, ['Create entity Badge', 'Create entity Profile']);
});
