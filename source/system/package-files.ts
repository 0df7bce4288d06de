import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';

/** The folder of our package.json, from `source/` and from `dist/`. */
let root = import.meta.dirname;
while (!existsSync(path.join(root, 'package.json'))) root = path.dirname(root);

/** Absolute path of a file of the installed package: `packageFile('dist/cli.js')`. */
export function packageFile(...parts: string[]): string {
	return path.join(root, ...parts);
}

export function packageVersion(): string {
	return JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version;
}
