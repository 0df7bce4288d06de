import {createRequire} from 'node:module';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {CommandError, isCommandError} from '../../errors/command-error.ts';
import {installCommand} from '../../system/package-manager.ts';
import {importFailure, lookInto} from './import-failure.ts';
import {hookImports} from './import-hooks.ts';
import {registerLoader} from './loader.ts';

/**
 * Imports a source file of a project. Node strips the types itself; what else TypeScript has, or finds
 * under another name, needs the loader that the project has installed.
 * @throws CommandError `import-failed` with file, line and the reason, `not-installed`, or `needs-tsx`
 */
export async function importSource(file: string, root: string): Promise<Record<string, unknown>> {
	hookImports();
	if (commonJsRoots.has(root)) return requireSource(file, root);
	const url = pathToFileURL(file).href;
	try {
		return await import(url);
	} catch (error) {
		if (isCommandError(error)) throw error;
		const failure = lookInto(error, file, root);
		if (!failure.isForLoader || !(await registerLoader(root))) throw importFailure(failure, root);
	}
	try {
		return await import(url);
	} catch (error) {
		throw importFailure(lookInto(error, file, root), root);
	}
}

const commonJsRoots = new Set<string>();

/** From now on, loads the project's sources with `require`: its loader hooks into nothing else. */
export function requireSourcesOf(root: string): void {
	commonJsRoots.add(root);
}

function requireSource(file: string, root: string): Record<string, unknown> {
	try {
		return createRequire(path.join(root, 'package.json'))(file);
	} catch (error) {
		if (isCommandError(error)) throw error;
		throw importFailure(lookInto(error, file, root), root);
	}
}

/** Imports a package, or a file in one, as the project itself would resolve it. */
export async function importFromProject(specifier: string, root: string): Promise<any> {
	return import(pathToFileURL(resolveFromProject(specifier, root)).href);
}

/** @throws CommandError `not-installed` */
export function resolveFromProject(specifier: string, root: string): string {
	try {
		return createRequire(path.join(root, 'package.json')).resolve(specifier);
	} catch (error) {
		const command = installCommand(root, specifier);
		throw new CommandError(`The package ${specifier} is not installed in this project.`, {
			code: 'not-installed',
			hint: `Run '${command}' in ${root}.`,
			ways: [{id: 'install-packages', command}],
			cause: error,
		});
	}
}
