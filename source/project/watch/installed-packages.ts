import {statSync} from 'node:fs';
import path from 'node:path';
import type {Interest} from './interest.ts';

/** Milliseconds between looks. */
const interval = 1000;

/** What npm, pnpm and Yarn write last; the folder itself changes with other package managers. */
const names = ['.', '.package-lock.json', '.modules.yaml', '.yarn-state.yml', '.yarn-integrity'];

/**
 * Notices that packages were installed, removed or replaced, as far as an application that cannot run may
 * lack them. The folder is too large to be watched.
 * @param onChange called with the project's `node_modules` when nothing was written for one interval
 */
export function watchPackages(
	interest: Interest,
	onChange: (folder: string) => void,
): NodeJS.Timeout {
	const folders = foldersFrom(interest.root);
	let known = stateOf(folders);
	let last = known;
	const look = () => {
		// Nothing is looked at while the application runs: idle costs nothing.
		if (!interest.countsAllCode) return;
		const now = stateOf(folders);
		const isQuiet = now === last;
		last = now;
		if (!isQuiet || now === known) return;
		known = now;
		onChange(folders[0]!);
	};
	return setInterval(look, interval).unref();
}

/** Where Node looks for the packages of a project, which may be a part of a workspace. */
function foldersFrom(root: string): string[] {
	const parent = path.dirname(root);
	const above = parent === root ? [] : foldersFrom(parent);
	return [path.join(root, 'node_modules'), ...above];
}

function stateOf(folders: string[]): string {
	const states = folders.flatMap(folder => {
		if (!statSync(folder, {throwIfNoEntry: false})) return [''];
		return names.map(name => {
			const found = statSync(path.join(folder, name), {bigint: true, throwIfNoEntry: false});
			return found ? `${found.ino} ${found.mtimeNs}` : '';
		});
	});
	return states.join();
}
