import {existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {CommandError, isCommandError, messageOf} from '../errors.ts';

/**
 * Imports a source file of a project. Node strips the types itself; syntax that it cannot strip
 * (decorators, enums, parameter properties) goes through the project's own tsx.
 * @throws CommandError `import-failed` with file, line and the reason, or `needs-tsx`
 */
export async function importSource(file: string, root: string): Promise<Record<string, unknown>> {
	const url = pathToFileURL(file).href;
	try {
		return await import(url);
	} catch (error) {
		if (isCommandError(error)) throw error;
		if (!cannotBeStripped(error)) throw importFailure(error, file, root);
		await registerTsx(error, file, root);
	}
	try {
		return await import(url);
	} catch (error) {
		throw importFailure(error, file, root);
	}
}

/** Imports a package or a file of one, as the project itself would resolve it. */
export async function importFromProject(specifier: string, root: string): Promise<any> {
	return import(pathToFileURL(resolveFromProject(specifier, root)).href);
}

/** @throws CommandError `not-installed` */
export function resolveFromProject(specifier: string, root: string): string {
	try {
		return createRequire(path.join(root, 'package.json')).resolve(specifier);
	} catch (error) {
		throw new CommandError(`The package ${specifier} is not installed in this project.`, {
			code: 'not-installed',
			hint: `Run 'npm install ${specifier}' in ${root}.`,
			cause: error,
		});
	}
}

function cannotBeStripped(error: unknown): boolean {
	if ((error as NodeJS.ErrnoException).code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') return true;
	// A decorator passes Node's stripper untouched and is refused by the engine.
	return error instanceof SyntaxError && /^\s*@/m.test(excerptOf(error) ?? '');
}

async function registerTsx(error: unknown, file: string, root: string): Promise<void> {
	const where = placeOf(error) ?? {file};
	let api: string;
	try {
		api = createRequire(path.join(root, 'package.json')).resolve('tsx/esm/api');
	} catch {
		throw new CommandError(
			`${describePlace(where, root)} uses TypeScript that Node cannot strip: ${messageOf(error)}.`,
			{
				code: 'needs-tsx',
				hint: "Run 'npm install --save-dev tsx', or write it without decorators, enums and parameter properties.",
				...where,
				cause: error,
			},
		);
	}
	const {register} = await import(pathToFileURL(api).href);
	register();
}

export interface Place {
	file: string;
	line?: number;
}

/** One sentence for whatever an import threw, with the file and line that are to blame. */
function importFailure(error: unknown, importing: string, root: string): CommandError {
	const where = placeOf(error) ?? {file: importing};
	const message = messageOf(error)
		.replace(/ imported from .*$/s, '')
		.replaceAll(`${root}/`, '');
	return new CommandError(`${describePlace(where, root)}: ${message.split('\n')[0]}`, {
		code: 'import-failed',
		hint: `Mend ${path.relative(root, where.file) || where.file}; it is read again when it is saved.`,
		...where,
		cause: error,
	});
}

function describePlace({file, line}: Place, root: string): string {
	const name = file.startsWith(root) ? path.relative(root, file) : file;
	return line === undefined ? name : `${name}:${line}`;
}

/**
 * Node names the place of a syntax error in the stack's first line, that of a missing module in its
 * message, and that of a thrown error in the first frame that is not Node's own.
 */
export function placeOf(error: unknown): Place | undefined {
	const {stack = '', message = ''} = error instanceof Error ? error : {};
	const head = /^(?:file:\/\/)?(\/[^\n]*?):(\d+)\n/.exec(stack);
	if (head) return {file: localPath(head[1]!), line: Number(head[2])};
	const importer = / imported from (\/[^\n]+)$/.exec(message)?.[1];
	if (importer) return {file: importer, line: lineOfImport(importer, message)};
	for (const [, file, line] of stack.matchAll(/\(?(?:file:\/\/)?(\/[^\s():]+):(\d+):\d+\)?/g)) {
		if (!file!.includes('/node_modules/')) return {file: localPath(file!), line: Number(line)};
	}
	return undefined;
}

function lineOfImport(importer: string, message: string): number | undefined {
	const missing = /Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1];
	if (!missing || !existsSync(importer)) return undefined;
	const name = path.basename(missing).replace(/\.\w+$/, '');
	const lines = readFileSync(importer, 'utf8').split('\n');
	const index = lines.findIndex(line => /\bfrom\b|\bimport\b/.test(line) && line.includes(name));
	return index < 0 ? undefined : index + 1;
}

function excerptOf(error: Error): string | undefined {
	return error.stack?.split('\n')[1];
}

function localPath(fileOrUrl: string): string {
	const file = fileOrUrl.startsWith('file://') ? fileURLToPath(fileOrUrl) : fileOrUrl;
	return file.replace(/\?.*$/, '');
}
