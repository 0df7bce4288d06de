/** Projects for measurements and pictures, outside of the package's folder as a user's would be. */
import {cpSync, mkdirSync, mkdtempSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';

const packageRoot = path.dirname(import.meta.dirname);

/** A copy of the tutorial's project, alone in a new folder. @returns its absolute path */
export function copyTutorial(): string {
	const project = path.join(mkdtempSync(path.join(tmpdir(), 'quarterdeck-')), 'tutorial');
	cpSync(path.join(packageRoot, 'fixtures/tutorial'), project, {recursive: true});
	linkPackages(project);
	return project;
}

/** What `npm install` would bring, Quarterdeck as it was built. */
export function linkPackages(project: string, build = packageRoot): void {
	const modules = path.join(project, 'node_modules');
	mkdirSync(modules);
	symlinkSync(build, path.join(modules, 'quarterdeck'));
	for (const name of ['@mikro-orm', 'koa']) {
		symlinkSync(path.join(packageRoot, 'node_modules', name), path.join(modules, name));
	}
}
