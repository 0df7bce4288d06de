import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';

/** Absolute path of a file of the installed package: `packageFile('dist/cli.js')`. */
export function packageFile(...parts: string[]): string {
	return path.join(packageRoot(), ...parts);
}

export function packageVersion(): string {
	return JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version;
}

let root: string | undefined;

/** The folder of our package.json, from `source/` and from `dist/`. */
function packageRoot(): string {
	if (root !== undefined) return root;
	let folder = import.meta.dirname;
	while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
	root = folder;
	return folder;
}
