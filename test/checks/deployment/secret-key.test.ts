import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {checkSecretKey} from '../../../source/checks/deployment/secret-key.ts';
import {temporaryFolder} from '../../support/project.ts';

const random = 'Zm9yIGEgdGVzdCB0aGF0IG5lZWRzIGEgbG9uZyBrZXk';

function found(t: TestContext, secretKey: string, secretKeyFallbacks: string[] = [], text = '') {
	const settingsFile = path.join(temporaryFolder(t), 'settings.ts');
	writeFileSync(settingsFile, `export default {\n\tsecretKey: process.env.KEY, // ${text}\n};\n`);
	const settings = {secretKey, secretKeyFallbacks};
	return [...checkSecretKey({project: {settings, settingsFile}} as never)];
}

test('a long random key from the environment is fine', t => {
	assert.deepEqual(found(t, random), []);
});

test('keys that are easy to guess are findings, the older ones as well', t => {
	const findings = found(t, 'short', ['a'.repeat(40), `insecure-${random}`]);
	assert.deepEqual(
		findings.map(({id, message}) => [id, message.split(':')[0]]),
		[
			['security.W009', 'secretKey has 5 bytes, fewer than 32'],
			['security.W025', 'secretKeyFallbacks[0] has only 1 different characters'],
			['security.W025', 'secretKeyFallbacks[1] begins with insecure-, as keys of examples do'],
		],
	);
	assert.equal(findings[0]?.line, 2);
});

test('a key in the text of the settings is a finding, which does not repeat it', t => {
	const [finding, ...others] = found(t, random, [], random);
	assert.deepEqual(others, []);
	assert.equal(finding?.id, 'security.W101');
	assert.doesNotMatch(JSON.stringify(finding), new RegExp(random));
});
