import {statSync} from 'node:fs';
import path from 'node:path';
import {packageFile} from '../../system/package-files.ts';

const lockFiles = ['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock'];
const inProject = [
	...lockFiles,
	...['package.json', 'node_modules', 'node_modules/.package-lock.json', '.env'],
	...['settings.ts', 'settings.mts', 'settings.js', 'settings.mjs'],
];

/** Changes when a package may have changed, or a file that packages read while they load. */
export function packageStamp(root: string): string {
	return [...inProject.map(name => path.join(root, name)), packageFile('dist/server/child.js')]
		.map(file => {
			const {ino, size, mtimeMs} = statSync(file, {throwIfNoEntry: false}) ?? {};
			return `${ino}:${size}:${mtimeMs}`;
		})
		.join(' ');
}
