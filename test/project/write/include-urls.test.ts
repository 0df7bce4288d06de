import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {includeUrls} from '../../../source/project/write/include-urls.ts';
import {packageRoot} from '../../support/project.ts';

const route = "path('/books/', include('./books/urls.ts'))";
const ofNewProject = readFileSync(
	path.join(packageRoot, 'source/skeletons/project/urls.ts'),
	'utf8',
);

test('a route is added after the last one, and nothing else changes', () => {
	const once = includeUrls(ofNewProject, route)!;
	assert.equal(once, ofNewProject.replace('\n];', `\n\t${route},\n];`));
	const other = route.replaceAll('books', 'orders');
	assert.equal(includeUrls(once, other), once.replace('\n];', `\n\t${other},\n];`));
});

test('`include` is imported where it is not', () => {
	const urls = `import {path} from 'quarterdeck';

export default [
	// The start page
	path('/', home),
] satisfies Routes;
`;
	assert.equal(
		includeUrls(urls, route),
		urls.replace('{path}', '{include, path}').replace('\n]', `\n\t${route},\n]`),
	);
});

test('a file of another shape is left alone', () => {
	const shapes = [
		ofNewProject.replace('\n];', '\n\t...more,\n];'),
		ofNewProject.replace('\n];', "\n\tpath('/<path:rest>', page),\n];"),
		ofNewProject.replace('\n];', "\n\tpath('/long/', context =>\n\t\tanswer(context)),\n];"),
		ofNewProject.replace('const routes', '/* const routes'),
		ofNewProject.replace('path, ', 'path as route, '),
		"import {path} from 'quarterdeck';\nexport default makeRoutes();\n",
	];
	for (const text of shapes) assert.equal(includeUrls(text, route), undefined, text);
});
