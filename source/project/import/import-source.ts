import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {CommandError, isCommandError, messageOf} from '../../errors/command-error.ts';
import {type Place, placeOf, placeOfSyntaxError, reasonOf, shownPlace} from './error-place.ts';
import {hookImports} from './import-hooks.ts';

/**
 * Imports a source file of a project. Node strips the types itself; other TypeScript syntax
 * (decorators, enums, parameter properties) needs the project's own tsx.
 * @throws CommandError `import-failed` with file, line and the reason, or `needs-tsx`
 */
export async function importSource(file: string, root: string): Promise<Record<string, unknown>> {
	hookImports();
	if (commonJsRoots.has(root)) return requireSource(file, root);
	const url = pathToFileURL(file).href;
	try {
		return await import(url);
	} catch (error) {
		if (isCommandError(error)) throw error;
		const place = placeOf(error) ?? placeOfSyntaxError(error, file) ?? {file};
		if (!cannotBeStripped(error, place)) throw importFailure(error, place, root);
		await registerTsx(error, place, root);
	}
	try {
		return await import(url);
	} catch (error) {
		throw importFailure(error, placeOf(error) ?? {file}, root);
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
		throw importFailure(error, placeOf(error) ?? {file}, root);
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
		const command = `npm install ${specifier}`;
		throw new CommandError(`The package ${specifier} is not installed in this project.`, {
			code: 'not-installed',
			hint: `Run '${command}' in ${root}.`,
			ways: [{id: 'install-packages', command}],
			cause: error,
		});
	}
}

function cannotBeStripped(error: unknown, {file, line}: Place): boolean {
	if ((error as NodeJS.ErrnoException).code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') return true;
	if (!(error instanceof SyntaxError) || line === undefined) return false;
	// Node's type stripping keeps decorators, and the engine rejects them.
	return /^\s*(?:export\s+(?:default\s+)?)?@\w/.test(
		readFileSync(file, 'utf8').split('\n')[line - 1] ?? '',
	);
}

async function registerTsx(error: unknown, where: Place, root: string): Promise<void> {
	let api: string;
	try {
		api = createRequire(path.join(root, 'package.json')).resolve('tsx/esm/api');
	} catch {
		throw new CommandError(
			`${shownPlace(where, root)} uses TypeScript that Node cannot strip: ${messageOf(error)}.`,
			{
				code: 'needs-tsx',
				hint: "Run 'npm install --save-dev tsx', or write it without decorators, enums and parameter properties.",
				ways: [{id: 'install-packages', command: 'npm install --save-dev tsx'}],
				...where,
				cause: error,
			},
		);
	}
	const {register} = await import(pathToFileURL(api).href);
	register();
}

/** Turns any import error into one sentence, with file and line. */
function importFailure(error: unknown, where: Place, root: string): CommandError {
	const sentence = reasonOf(messageOf(error)).replaceAll(`${root}/`, '');
	return new CommandError(`${shownPlace(where, root)}: ${sentence}`, {
		code: 'import-failed',
		sentence,
		hint: `Fix ${path.relative(root, where.file) || where.file}; it is loaded again when you save it.`,
		...where,
		cause: error,
	});
}
