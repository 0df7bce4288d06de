import assert from 'node:assert/strict';
import test from 'node:test';
import {refuseProduction} from '../../../source/server/child/refuse-production.ts';
import {setVariable} from '../../support/environment.ts';

test('the development server refuses production, set by the settings or by NODE_ENV', t => {
	refuseProduction({environment: 'development'});
	assert.throws(() => refuseProduction({environment: 'production'}), {code: 'production'});
	setVariable(t, 'NODE_ENV', 'production');
	assert.throws(() => refuseProduction({environment: 'development'}), {code: 'production'});
});
