import {existsSync} from 'node:fs';
import path from 'node:path';
import {Eta} from 'eta';
import {CommandError} from '../../errors/command-error.ts';
import type {Project} from '../../project/project.ts';
import {escapeHtml} from '../pages/html.ts';

export type DrawTemplate = (name: string, values: Record<string, unknown>) => string;

/** A project's own templates override its apps'. With `debug` they are read at each request. */
export function projectTemplates(project: Project): DrawTemplate {
	const {settings, root, apps} = project;
	const folders = [
		...settings.templates.map(folder => path.resolve(root, folder)),
		...apps.map(app => path.join(app.folder, 'templates')),
	];
	const eta = new Eta({cache: !settings.debug, escapeFunction: escapeHtml});
	eta.resolvePath = name => findTemplate(name, folders, root);
	return (name, values) => eta.render(name, values);
}

function findTemplate(name: string, folders: string[], root: string): string {
	for (const folder of folders) {
		const file = path.join(folder, name);
		if (file.startsWith(folder + path.sep) && existsSync(file)) return file;
	}
	const places = folders.map(folder => path.relative(root, folder)).join(', ');
	throw new CommandError(`There is no template ${name}.`, {
		code: 'no-template',
		hint: `Looked in ${places}.`,
	});
}
