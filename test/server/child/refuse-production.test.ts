import assert from 'node:assert/strict';
import test from 'node:test';
import {refuseProduction} from '../../../source/server/child/refuse-production.ts';

test('the development server refuses production, set by the settings or by NODE_ENV', t => {
	refuseProduction({environment: 'development'});
	assert.throws(() => refuseProduction({environment: 'production'}), {code: 'production'});
	const before = process.env.NODE_ENV;
	process.env.NODE_ENV = 'production';
	t.after(() => {
		if (before === undefined) delete process.env.NODE_ENV;
		else process.env.NODE_ENV = before;
	});
	assert.throws(() => refuseProduction({environment: 'development'}), {code: 'production'});
});
