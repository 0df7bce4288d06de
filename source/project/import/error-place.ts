import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {packageFile} from '../../system/package-files.ts';

/** Where a source file is wrong; `line` counts from 1. */
export interface Place {
	file: string;
	line?: number;
}

/** `shop/entities.ts:3` */
export function shownPlace({file, line}: Place, root: string): string {
	const name = file.startsWith(root) ? path.relative(root, file) : file;
	return line === undefined ? name : `${name}:${line}`;
}

/**
 * Node gives the place of a TypeScript syntax error in the stack's first line, of a missing module in the
 * message, and of a thrown error in the first stack frame outside of Node and packages.
 */
export function placeOf(error: unknown): Place | undefined {
	const {stack = '', message = ''} = error instanceof Error ? error : {};
	const place = placeInHead(stack) ?? placeOfTransform(message);
	if (place) return place;
	const importer = /(?: imported from |\nRequire stack:\n- )(\/[^\n]+)/.exec(message)?.[1];
	if (importer) return {file: importer, line: lineOfImport(importer, message)};
	// Whoever imports a module that cannot be parsed is not where it is wrong.
	if (/^\s+at compileSourceTextModule /m.test(stack)) return undefined;
	return stack
		.split('\n')
		.map(placeOfFrame)
		.find(frame => frame && !isOfLibrary(frame.file));
}

/** @param frame a line of a stack */
export function placeOfFrame(frame: string): Required<Place> | undefined {
	const [, file, line] = /[( ]((?:file:\/\/)?\/[^\s():]+):(\d+):\d+\)?/.exec(frame) ?? [];
	return file === undefined ? undefined : {file: localPath(file), line: Number(line)};
}

/** Whether it is in a package, or in this program, which may be linked into a project. */
export function isOfLibrary(file: string): boolean {
	const ours = ['dist', 'source'].map(folder => `${packageFile(folder)}${path.sep}`);
	return file.includes('/node_modules/') || ours.some(folder => file.startsWith(folder));
}

/**
 * Node prints the place of a JavaScript syntax error in a module only when the error is uncaught.
 * So this imports the file again, in another process.
 */
export function placeOfSyntaxError(error: unknown, importing: string): Place | undefined {
	if (!(error instanceof SyntaxError)) return undefined;
	return placeFrom(['--eval', `import ${JSON.stringify(pathToFileURL(importing).href)}`]);
}

const parse = `
import {existsSync, readFileSync} from 'node:fs';
import {stripTypeScriptTypes} from 'node:module';
import {SourceTextModule} from 'node:vm';
for (const file of process.argv.slice(1)) {
	if (!existsSync(file)) continue;
	const text = readFileSync(file, 'utf8');
	new SourceTextModule(/\\.[cm]?ts$/.test(file) ? stripTypeScriptTypes(text) : text, {identifier: file});
}`;

/** Where one of these modules cannot be parsed, after its types are stripped. Runs none of them. */
export function placeOfParseError(error: unknown, files: Iterable<string>): Place | undefined {
	if (!(error instanceof SyntaxError)) return undefined;
	return placeFrom(['--experimental-vm-modules', '--eval', parse, ...files]);
}

/** From what Node says of an uncaught error. */
function placeFrom(words: string[]): Place | undefined {
	const {stderr} = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', ...words], {
		encoding: 'utf8',
		timeout: 10_000,
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	return placeInHead(stderr.trimStart());
}

/** tsx compiles with esbuild, which gives the place and the reason of a syntax error in its message. */
const transformError = /^(\/[^\n]*?):(\d+):\d+: ERROR: ([^\n]*)/m;

function placeOfTransform(message: string): Place | undefined {
	const [, file, line] = transformError.exec(message) ?? [];
	return file === undefined ? undefined : {file: localPath(file), line: Number(line)};
}

/** The reason alone, without the place. */
export function reasonOf(message: string): string {
	const [first = '', ...more] = message.replace(/ imported from .*$/s, '').split('\n');
	// What it announces follows on the next lines.
	const all = /[:[{]\s*$/.test(first) ? [first, ...more.slice(0, 5)] : [first];
	return (
		transformError.exec(message)?.[3] ??
		all
			.map(line => line.trim())
			.join(' ')
			.trim()
	);
}

function placeInHead(text: string): Place | undefined {
	const head = /^((?:file:\/\/)?\/[^\n]*?):(\d+)\n/.exec(text);
	return head ? {file: localPath(head[1]!), line: Number(head[2])} : undefined;
}

function lineOfImport(importer: string, message: string): number | undefined {
	const missing = /Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1];
	if (!missing || !existsSync(importer)) return undefined;
	const name = path.basename(missing).replace(/\.\w+$/, '');
	const lines = readFileSync(importer, 'utf8').split('\n');
	const index = lines.findIndex(line => /\bfrom\b|\bimport\b/.test(line) && line.includes(name));
	return index < 0 ? undefined : index + 1;
}

function localPath(fileOrUrl: string): string {
	const file = fileOrUrl.startsWith('file://') ? fileURLToPath(fileOrUrl) : fileOrUrl;
	return file.replace(/\?.*$/, '');
}
