import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {placeInSettings} from '../../../source/checks/finding/place-in-settings.ts';
import {temporaryFolder} from '../../support/project.ts';

test('a key is found where it is set, and not in a comment', t => {
	const settingsFile = path.join(temporaryFolder(t), 'settings.ts');
	writeFileSync(
		settingsFile,
		"// debug: true\nexport default {\n\tdatabase: {driver: 'sqlite', name},\n\t'debug': true,\n};\n",
	);
	const line = (key: string) => placeInSettings({settingsFile}, key).line;
	assert.deepEqual(['debug', 'database', 'database.driver'].map(line), [4, 3, 3]);
	assert.deepEqual(placeInSettings({settingsFile}, 'urls'), {file: settingsFile});
});
