import assert from 'node:assert/strict';
import test from 'node:test';
import auth from '../../../source/contrib/auth/middleware.ts';
import type {Site} from '../../../source/project/apps/middleware.ts';
import {contextOf} from '../../support/context.ts';

test('views and templates get the user, null if nobody is logged in, without a query', async () => {
	const context = contextOf();
	context.templateValues = {};
	const site = {application: context.app, log() {}} as unknown as Site;
	await auth(site)(context, async () => {
		assert.equal(context.state.user, null);
		assert.equal(context.templateValues.user, null);
		context.body = 'the view';
	});
	assert.equal(context.body, 'the view');
});
