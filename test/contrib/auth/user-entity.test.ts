import assert from 'node:assert/strict';
import test from 'node:test';
import {defineEntity, MikroORM, p} from '@mikro-orm/sqlite';
import {User, userProperties} from '../../../source/contrib/auth/entities.ts';
import {userEntity} from '../../../source/contrib/auth/user-entity.ts';

const Member = defineEntity({name: 'Member', properties: {...userProperties, phone: p.string()}});
const {email, password, ...withoutBoth} = userProperties;
const Guest = defineEntity({name: 'Guest', properties: withoutBoth});

test('users are the entity that the settings name, else the built-in one', async t => {
	const orm = await MikroORM.init({entities: [User, Member, Guest], dbName: ':memory:'});
	t.after(() => orm.close(true));
	const entity = (user?: string) => userEntity(orm.em as never, {auth: {user, passwordRules: []}});
	assert.equal(entity(), User);
	assert.equal(entity('accounts.Member'), orm.getMetadata(Member).class);
	assert.throws(() => entity('accounts.Guest'), {
		code: 'user-entity',
		message: 'accounts.Guest has no email, password.',
	});
	assert.throws(() => entity('accounts.Nobody'), {code: 'user-entity'});
});
