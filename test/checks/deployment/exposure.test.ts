import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {checkExposure} from '../../../source/checks/deployment/exposure.ts';
import {temporaryFolder} from '../../support/project.ts';

test('debug pages, no hosts and any host are findings', t => {
	const settingsFile = path.join(temporaryFolder(t), 'settings.ts');
	writeFileSync(settingsFile, "export default {\n\tallowedHosts: ['*'],\n};\n");
	const found = (debug: boolean, allowedHosts: string[]) => {
		const settings = {debug, environment: 'test', allowedHosts};
		const findings = [...checkExposure({project: {settings, settingsFile}} as never)];
		return findings.map(({id, line}) => [id, line]);
	};
	assert.deepEqual(found(false, ['www.example.com']), []);
	assert.deepEqual(found(true, []), [
		['security.W018', undefined],
		['security.W020', 2],
	]);
	assert.deepEqual(found(false, ['www.example.com', '*']), [['security.W102', 2]]);
});
