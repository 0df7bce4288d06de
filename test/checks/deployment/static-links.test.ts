import assert from 'node:assert/strict';
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {checkStaticLinks} from '../../../source/checks/deployment/static-links.ts';
import {temporaryFolder} from '../../support/project.ts';

test('links in static/ that lead out of the project are findings', t => {
	const [root, outside] = [temporaryFolder(t), temporaryFolder(t)];
	const app = path.join(root, 'shop');
	for (const folder of ['static/css', 'shop', 'pages'])
		mkdirSync(path.join(root, folder), {recursive: true});
	for (const file of ['pages/a.css', '.env']) writeFileSync(path.join(root, file), '');
	symlinkSync('../pages/a.css', path.join(root, 'static/a.css'));
	symlinkSync(outside, path.join(root, 'static/css/far'));
	symlinkSync('../.env', path.join(root, 'static/env.txt'));
	symlinkSync('nowhere', path.join(root, 'static/gone'));
	symlinkSync(outside, path.join(app, 'static'));
	const found = [...checkStaticLinks({project: {root, apps: [{folder: app}]}} as never)];
	assert.deepEqual(found.map(({id, file}) => [id, path.relative(root, file!)]).sort(), [
		['files.W004', 'shop/static'],
		['files.W004', 'static/css/far'],
		['files.W004', 'static/env.txt'],
	]);
});
