import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, MikroORM, p} from '@mikro-orm/sqlite';
import {scopeOf} from '../../source/shell/scope.ts';

test('entities are known by their names, except those of JavaScript', async t => {
	const properties = {id: p.integer().primary()};
	const [Book, Event] = ['Book', 'Event'].map(name => defineEntity({name, properties}));
	const orm = await MikroORM.init({dbName: ':memory:', entities: [Book!, Event!]});
	t.after(() => orm.close(true));
	const settings = {name: 'shop'} as never;
	const scope = scopeOf({settings} as never, {orm, entities: new Map()});
	assert.deepEqual(Object.keys(scope).sort(), ['Book', 'em', 'entities', 'orm', 'settings']);
	assert.deepEqual(Object.keys(scope.entities).sort(), ['Book', 'Event']);
	assert.equal(scope.settings, settings);
	assert.notEqual(scope.em, orm.em, 'the EntityManager is a fork');
});
