import {existsSync, readdirSync, type Stats, statSync} from 'node:fs';
import path from 'node:path';
import {networkFileSystemOf} from '../../system/network-file-systems.ts';
import {type Interest, isWithin, real, realFolder} from './interest.ts';
import type {FolderWatcher} from './watch-folder.ts';

/** Milliseconds between looks for a folder that was deleted, or is not there yet. */
const interval = 1000;

/** What is watched beside the code of the project: imported files in other folders, and patterns of the settings. */
export class Elsewhere {
	readonly #interest: Interest;
	/** Folders whose own files are watched, with the inode of each; undefined while it is not there. */
	readonly #folders = new Map<string, number | undefined>();
	/** Folders that are watched with all below them. */
	readonly #trees = new Set<string>();
	readonly #added = new Set<string>();
	#watcher: FolderWatcher | undefined;
	#consider: (file: string) => void = () => {};
	#timer: NodeJS.Timeout | undefined;

	constructor(interest: Interest) {
		this.#interest = interest;
	}

	/** @param consider called with each file of a folder that appears again */
	begin(watcher: FolderWatcher, consider: (file: string) => void): void {
		this.#watcher = watcher;
		this.#consider = consider;
		this.#timer = setInterval(() => this.#lookAgain(), interval).unref();
	}

	close(): void {
		clearInterval(this.#timer);
	}

	/** Chokidar asks twice about a path, without and with its stats. */
	isIgnored(name: string, stats?: Stats): boolean {
		const file = real(name);
		if (stats?.isFile()) return !this.#interest.mayHave(file);
		if (this.#folders.has(file) || this.#folders.has(path.dirname(file))) {
			return stats?.isDirectory() === true && !this.#isTree(file) && !this.#folders.has(file);
		}
		return !this.#isTree(file) || isDatabase(file, stats);
	}

	/** @param files that were imported */
	add(files: string[]): void {
		const more: string[] = [];
		for (const file of files) {
			if (this.#added.has(file)) continue;
			this.#added.add(file);
			const folder = path.dirname(file);
			if (!this.#folders.has(folder) && (!this.#isTree(folder) || networkFileSystemOf(folder))) {
				this.#folders.set(folder, inodeOf(folder));
				if (existsSync(folder)) more.push(folder);
			}
			if (existsSync(file)) more.push(file);
		}
		if (more.length > 0) this.#watcher?.add(more);
	}

	addFolders(folders: string[]): void {
		const more = folders.map(realFolder).filter(folder => !this.#added.has(folder));
		for (const folder of more) {
			this.#added.add(folder);
			this.#trees.add(folder);
		}
		this.#watcher?.add(more);
	}

	/** Whether a folder is watched because it is below the project's, or one of the settings. */
	#isTree(folder: string): boolean {
		if (/(?:^|\/)(?:node_modules|\.git)$/.test(folder)) return false;
		for (const tree of this.#trees) if (isWithin(folder, tree)) return true;
		return isWithin(folder, this.#interest.root) && !this.#interest.isIgnoredFolder(folder);
	}

	/** A folder outside of the project is not reported when it comes back, which may take no time at all. */
	#lookAgain(): void {
		for (const [folder, known] of this.#folders) {
			const inode = inodeOf(folder);
			if (inode === known) continue;
			this.#folders.set(folder, inode);
			for (const file of this.#added) if (path.dirname(file) === folder) this.#consider(file);
			if (inode === undefined) continue;
			this.#watcher?.add([folder]);
			for (const name of readdirSync(folder)) this.#consider(path.join(folder, name));
		}
	}
}

function inodeOf(folder: string): number | undefined {
	return statSync(folder, {throwIfNoEntry: false})?.ino;
}

/** A database of PGlite has about a thousand files. */
function isDatabase(folder: string, stats: Stats | undefined): boolean {
	return stats?.isDirectory() === true && existsSync(path.join(folder, 'PG_VERSION'));
}
