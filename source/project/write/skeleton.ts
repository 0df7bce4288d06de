import {existsSync, globSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import type {NewFile} from '../../system/atomic-file.ts';
import {packageFile} from '../../system/package-files.ts';

/** npm leaves these files out of a package, so the skeleton's names have no dot. */
const dotted: Record<string, string> = {gitignore: '.gitignore', env: '.env'};

/** Readable by the owner only. */
const privateFiles = new Set(['.env']);

/**
 * The files of a skeleton, each `{{key}}` in them replaced. None of them exists yet.
 * @param target absolute path of the folder that they are for
 * @param pattern of the files below the skeleton
 * @throws CommandError `already-exists`
 */
export function filesOfSkeleton(
	name: 'project' | 'app',
	target: string,
	values: Record<string, string>,
	pattern = '**/*',
): NewFile[] {
	const source = packageFile('dist/skeletons', name);
	const files = globSync(pattern, {cwd: source})
		.filter(file => statSync(path.join(source, file)).isFile())
		.map(file => {
			const to = targetName(file, values);
			return {
				path: path.join(target, to),
				text: fill(readFileSync(path.join(source, file), 'utf8'), values),
				mode: privateFiles.has(to) ? 0o600 : 0o644,
			};
		})
		.sort((one, other) => (one.path < other.path ? -1 : 1));
	const taken = files.find(file => existsSync(file.path));
	if (!taken) return files;
	throw new CommandError(`${taken.path} already exists.`, {
		code: 'already-exists',
		hint: 'Nothing was written. Choose another name or folder.',
	});
}

function targetName(file: string, values: Record<string, string>): string {
	const named = file.replaceAll('LABEL', values.label ?? 'LABEL');
	return path.join(path.dirname(named), dotted[path.basename(named)] ?? path.basename(named));
}

function fill(text: string, values: Record<string, string>): string {
	return text.replace(/\{\{(\w+)\}\}/g, (_, key: string) => values[key] ?? '');
}
