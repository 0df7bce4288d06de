import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import type {Project} from '../../../source/project/project.ts';
import {projectTemplates} from '../../../source/server/web/templates.ts';
import {temporaryFolder} from '../../support/project.ts';

function projectIn(root: string, debug: boolean): Project {
	for (const folder of ['templates', 'books/templates'])
		mkdirSync(path.join(root, folder), {recursive: true});
	const apps = [{folder: path.join(root, 'books')}];
	return {root, apps, settings: {templates: ['./templates'], debug}} as unknown as Project;
}

test('values are escaped, and the project’s template overrides an app’s', t => {
	const root = temporaryFolder(t);
	const draw = projectTemplates(projectIn(root, true));
	const inApp = path.join(root, 'books/templates/list.html');
	writeFileSync(inApp, 'app <%= it.title %>');
	assert.equal(draw('list.html', {title: '<b>'}), 'app &lt;b&gt;');
	writeFileSync(path.join(root, 'templates/list.html'), 'project <%= it.title %>');
	assert.equal(draw('list.html', {title: 1}), 'project 1');
});

test('with debug a changed template is read again; without it, it is cached', t => {
	for (const debug of [true, false]) {
		const root = temporaryFolder(t);
		const draw = projectTemplates(projectIn(root, debug));
		const file = path.join(root, 'templates/page.html');
		writeFileSync(file, 'old');
		draw('page.html', {});
		writeFileSync(file, 'new');
		assert.equal(draw('page.html', {}), debug ? 'new' : 'old');
	}
});

test('a missing template lists the folders; a path out of them is missing', t => {
	const root = temporaryFolder(t);
	const draw = projectTemplates(projectIn(root, true));
	writeFileSync(path.join(root, 'secret.html'), 'secret');
	for (const name of ['gone.html', '../secret.html']) {
		assert.throws(() => draw(name, {}), {
			message: `There is no template ${name}.`,
			hint: 'Looked in templates, books/templates.',
		});
	}
});
