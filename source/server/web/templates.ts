import {existsSync, globSync} from 'node:fs';
import path from 'node:path';
import {Eta} from 'eta';
import {CommandError} from '../../errors/command-error.ts';
import type {Project} from '../../project/project.ts';
import {didYouMean} from '../../words/closest.ts';
import {escapeHtml} from '../pages/html.ts';
import {nameLinesOfTemplates} from './compile-template.ts';

export type DrawTemplate = (name: string, values: Record<string, unknown>) => string;

/** A project's own templates override its apps'. With `debug` they are read at each request. */
export function projectTemplates(project: Project): DrawTemplate {
	const {settings, root} = project;
	const folders = templateFolders(project);
	const eta = new Eta({cache: !settings.debug, escapeFunction: escapeHtml});
	eta.resolvePath = name => findTemplate(name, folders, root);
	nameLinesOfTemplates(eta);
	return (name, values) => eta.render(name, values);
}

/** In the order of the search. */
export function templateFolders({settings, root, apps}: Project): string[] {
	return [
		...settings.templates.map(folder => path.resolve(root, folder)),
		...apps.map(app => path.join(app.folder, 'templates')),
	];
}

function findTemplate(name: string, folders: string[], root: string): string {
	for (const folder of folders) {
		const file = path.join(folder, name);
		if (file.startsWith(folder + path.sep) && existsSync(file)) return file;
	}
	const places = folders.map(folder => path.relative(root, folder)).join(', ');
	const names = folders.flatMap(cwd => globSync('**/*.*', {cwd}));
	throw new CommandError(`There is no template ${name}.${didYouMean(name, names)}`, {
		code: 'no-template',
		hint: `Looked in ${places}.`,
	});
}
