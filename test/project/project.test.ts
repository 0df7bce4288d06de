import assert from 'node:assert/strict';
import test from 'node:test';
import {requireSettings} from '../../source/project/project.ts';

test('what needs a settings.ts says so in a plain project', () => {
	const location = {root: '/shop', settingsFile: '/shop/settings.ts'};
	requireSettings({...location, kind: 'quarterdeck'}, 'it has no apps');
	assert.throws(() => requireSettings({...location, kind: 'mikro-orm'}, 'it has no apps'), {
		code: 'plain-project',
		message: 'This is a plain MikroORM project: it has no apps.',
	});
});
