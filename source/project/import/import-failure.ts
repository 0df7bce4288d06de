import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {CommandError, messageOf} from '../../errors/command-error.ts';
import {issuesOf} from '../../errors/issues.ts';
import {installCommand} from '../../system/package-manager.ts';
import {
	type Place,
	placeOf,
	placeOfParseError,
	placeOfSyntaxError,
	reasonOf,
	shownPlace,
} from './error-place.ts';
import {importedFiles} from './import-hooks.ts';
import {hasLoader} from './loader.ts';
import {isForLoader, isInstalled, missingImport, packageIn} from './missing-import.ts';

/** Why a source cannot be imported, with its place. */
export interface ImportFailure {
	error: unknown;
	place: Place;
	/** Whether a TypeScript loader would, or may, import it. */
	isForLoader: boolean;
}

/** @param file the one that was imported, which may import others */
export function lookInto(error: unknown, file: string, root: string): ImportFailure {
	const missing = missingImport(messageOf(error));
	const importer = missing?.importer === undefined ? undefined : {file: missing.importer};
	const place = placeOf(error) ??
		importer ??
		placeOfSyntaxError(error, file) ??
		placeAmongImported(error, root) ?? {file};
	return {
		error,
		place,
		isForLoader: missing ? isForLoader(missing, root) : cannotBeStripped(error, place),
	};
}

/**
 * The failure of a source that a package imported, as MikroORM does with entities.
 * @returns undefined where it is not one that cannot be parsed
 */
export function parseFailure(error: unknown, root: string): CommandError | undefined {
	const place = placeAmongImported(error, root);
	return place && importFailure({error, place, isForLoader: cannotBeStripped(error, place)}, root);
}

/** Without a loader, which may turn a source into one that can be parsed. */
function placeAmongImported(error: unknown, root: string): Place | undefined {
	// What was imported last is what has failed.
	const files = [...importedFiles().keys()].reverse();
	return hasLoader(root) ? undefined : placeOfParseError(error, files);
}

function cannotBeStripped(error: unknown, {file, line}: Place): boolean {
	const {code, message} = error as NodeJS.ErrnoException;
	if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') return true;
	if (!(error instanceof SyntaxError)) return false;
	// A type that is imported without the word `type`.
	if (/does not provide an export named/.test(message)) return /\.[cm]?ts$/.test(file);
	if (line === undefined) return false;
	// Node's type stripping keeps decorators, and the engine rejects them.
	return /(?:^|[\s(,])@[\p{L}_$]/u.test(readFileSync(file, 'utf8').split('\n')[line - 1] ?? '');
}

/** Turns any import error into one sentence, with file and line. */
export function importFailure(failure: ImportFailure, root: string): CommandError {
	const {error, place, isForLoader} = failure;
	if (isForLoader && !hasLoader(root)) return needsLoader(error, place, root);
	const missing = missingImport(messageOf(error));
	const name = missing && packageIn(missing.specifier);
	if (name && !isInstalled(name, root)) return notInstalled(name, place, root, error);
	const sentence = reasonOf(messageOf(error)).replaceAll(`${root}/`, '');
	const isOfPackage = place.file.includes('/node_modules/');
	return new CommandError(`${shownPlace(place, root)}: ${sentence}`, {
		code: 'import-failed',
		sentence,
		hint:
			missingVariables(error) ??
			moduleVariable(error) ??
			(isOfPackage
				? 'It fails within a package: --traceback shows where.'
				: `Fix ${path.relative(root, place.file) || place.file}; it is loaded again when you save it.`),
		...place,
		cause: error,
	});
}

/** The hint where a project misses variables of its environment. */
function missingVariables(error: unknown): string | undefined {
	const issues = issuesOf(error).map(({path}) => path);
	const names = [...new Set(issues.length > 0 ? issues : unsetVariablesIn(error))];
	if (names.length === 0 || !names.every(name => /^[A-Z][A-Z0-9_]*$/.test(name))) return undefined;
	return `Set ${names.join(', ')} in the environment.`;
}

/** What looks like a variable and has no value, in an error that the project or a package threw. */
function unsetVariablesIn(error: unknown): string[] {
	if ([SyntaxError, ReferenceError, TypeError].some(kind => error instanceof kind)) return [];
	const names =
		messageOf(error).match(/(?<![\w/.-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![\w/-])/g) ?? [];
	return names.filter(name => !process.env[name]);
}

/** The hint where an ES module uses what Bun and CommonJS have. */
function moduleVariable(error: unknown): string | undefined {
	const name = /^__(dirname|filename) is not defined/.exec(messageOf(error))?.[1];
	return name && `Write import.meta.${name} in its place: ES modules have no __${name} in Node.`;
}

function needsLoader(error: unknown, place: Place, root: string): CommandError {
	const missing = missingImport(messageOf(error));
	const packages = wantsMetadata(root) ? '@swc-node/register @swc/core' : 'tsx';
	const command = installCommand(root, packages, true);
	const others = packages === 'tsx' ? 'or @swc-node/register with @swc/core, ' : '';
	const what = missing
		? `imports ${shownImport(missing.specifier, root)} as TypeScript does, and Node alone does not find it`
		: `uses TypeScript that Node cannot strip: ${messageOf(error).split('\n')[0]}`;
	return new CommandError(`${shownPlace(place, root)} ${what}.`, {
		code: 'needs-tsx',
		hint: `Install a TypeScript loader: '${command}' (${others}or @oxc-node/core).`,
		ways: [{id: 'install-packages', command}],
		...place,
		cause: error,
	});
}

/** Whether its decorators need the types of their properties, which tsx does not emit. */
function wantsMetadata(root: string): boolean {
	const file = path.join(root, 'tsconfig.json');
	return existsSync(file) && /"emitDecoratorMetadata"\s*:\s*true/.test(readFileSync(file, 'utf8'));
}

function shownImport(specifier: string, root: string): string {
	return specifier.startsWith(`${root}/`) ? path.relative(root, specifier) : specifier;
}

function notInstalled(name: string, place: Place, root: string, cause: unknown): CommandError {
	const command = installCommand(root, name);
	const importer = place.file.includes('/node_modules/')
		? `the package ${packageIn(place.file.split('/node_modules/').at(-1)!)}`
		: shownPlace(place, root);
	return new CommandError(`The package ${name} is not installed, and ${importer} needs it.`, {
		code: 'not-installed',
		hint: `Run '${command}' in ${root}.`,
		ways: [{id: 'install-packages', command}],
		cause,
	});
}
