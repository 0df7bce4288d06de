import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import type {Project} from '../../../source/project/project.ts';
import {loadRoutes} from '../../../source/server/web/load-routes.ts';
import {temporaryFolder} from '../../support/project.ts';

function projectWith(root: string, files: Record<string, string>): Project {
	for (const [name, text] of Object.entries(files)) writeFileSync(path.join(root, name), text);
	return {
		root,
		settingsFile: path.join(root, 'settings.ts'),
		settings: {urls: './urls.mjs'},
	} as Project;
}

test('included routes get the prefix, joined by exactly one slash, in order', async t => {
	const project = projectWith(temporaryFolder(t), {
		'urls.mjs': `const view = () => {};
export default [{pattern: 'first', view}, {pattern: '/shop/', include: './shop.mjs'}, {pattern: '/inline', include: [{pattern: 'x', view, name: 'x'}]}];`,
		'shop.mjs': "export default [{pattern: '/books/', view() {}}, {pattern: '', view() {}}];",
	});
	const routes = await loadRoutes(project);
	assert.deepEqual(
		routes.map(({pattern, name}) => [pattern, name]),
		[
			['/first', undefined],
			['/shop/books/', undefined],
			['/shop/', undefined],
			['/inline/x', 'x'],
		],
	);
});

test('the error about a missing file says which setting or include names it', async t => {
	const root = temporaryFolder(t);
	await assert.rejects(loadRoutes(projectWith(root, {})), {
		code: 'routes',
		message: 'settings.urls: there is no file urls.mjs.',
	});
	const project = projectWith(root, {
		'urls.mjs': "export default [{pattern: '/', include: './gone.mjs'}];",
	});
	await assert.rejects(loadRoutes(project), {
		message: "include('./gone.mjs'): there is no file gone.mjs.",
	});
});

test('a default export that is not a list of routes is refused', async t => {
	const project = projectWith(temporaryFolder(t), {'urls.mjs': "export default [{pattern: '/'}];"});
	await assert.rejects(loadRoutes(project), {message: 'urls.mjs exports no list of routes.'});
});
