import {existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {writeFileAtomically} from '../../system/atomic-file.ts';
import {packageFile} from '../../system/package-files.ts';

/** npm leaves these files out of a package, so the skeleton's names have no dot. */
const dotted: Record<string, string> = {gitignore: '.gitignore', env: '.env'};

/** Readable by the owner only. */
const privateFiles = new Set(['.env']);

/**
 * Copies a skeleton and replaces each `{{key}}` in its files. Writes all files or none, and
 * never overwrites one.
 * @param target absolute path of the folder, which is created if missing
 * @returns the files' paths, relative to the target
 * @throws CommandError `already-exists`
 */
export function writeSkeleton(
	name: 'project' | 'app',
	target: string,
	values: Record<string, string>,
): string[] {
	const source = packageFile('dist/skeletons', name);
	const files = globSync('**/*', {cwd: source})
		.filter(file => statSync(path.join(source, file)).isFile())
		.map(file => ({from: path.join(source, file), to: targetName(file, values)}));
	const taken = files.find(({to}) => existsSync(path.join(target, to)));
	if (taken) {
		throw new CommandError(`${path.join(target, taken.to)} already exists.`, {
			code: 'already-exists',
			hint: 'Nothing was written. Choose another name or folder.',
		});
	}
	writeAll(files, target, values);
	return files.map(({to}) => to).sort();
}

function writeAll(
	files: {from: string; to: string}[],
	target: string,
	values: Record<string, string>,
): void {
	const written: string[] = [];
	const made = mkdirSync(target, {recursive: true});
	try {
		for (const {from, to} of files) {
			const file = path.join(target, to);
			mkdirSync(path.dirname(file), {recursive: true});
			writeFileAtomically(
				file,
				fill(readFileSync(from, 'utf8'), values),
				privateFiles.has(to) ? 0o600 : 0o644,
			);
			written.push(file);
		}
	} catch (error) {
		for (const file of written) rmSync(file, {force: true});
		if (made) rmSync(made, {recursive: true, force: true});
		throw error;
	}
}

function targetName(file: string, values: Record<string, string>): string {
	const named = file.replaceAll('LABEL', values.label ?? 'LABEL');
	return path.join(path.dirname(named), dotted[path.basename(named)] ?? path.basename(named));
}

function fill(text: string, values: Record<string, string>): string {
	return text.replace(/\{\{(\w+)\}\}/g, (_, key: string) => values[key] ?? '');
}
