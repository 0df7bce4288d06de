import {realpathSync} from 'node:fs';
import path from 'node:path';
import {packageFile} from '../../system/package-files.ts';
import type {Imported} from '../import/follow-imports.ts';

const code = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const template = /\.(?:html?|eta|ejs|hbs|handlebars|mustache|njk|nunjucks|pug|liquid)$/;
const ofProject =
	/^(?:\.env(?:\..+)?|.+\.env|package\.json|[jt]sconfig(?:\..+)?\.json|(?:package-lock|npm-shrinkwrap)\.json|yarn\.lock|bun\.lock|pnpm-lock\.yaml|\.snapshot[.-].+\.json)$/;
const templateFolders = ['templates', 'views'];
/** In the project, what a browser gets and not the application. */
const forBrowsers = ['static', 'public'];
const ignoredFolders = ['node_modules', '.git', '.quarterdeck', 'dist', 'coverage'];

export type Change = 'new' | 'saved' | 'deleted';

/** What a project says about its sources; all paths are absolute. */
export interface Sources {
	/** The folders of its apps, where each new file may be found by being there. */
	apps: string[];
	/** Further folders of templates. */
	templates?: string[];
	/** Patterns of `server.watch` and `server.ignore`. */
	watch?: string[];
	ignore?: string[];
	/** Whether it is unknown what the application imports, so that all code counts. */
	isCommand?: boolean;
}

/** The files that make a difference to an application: what it has imported, and what it reads as it starts. */
export class Interest {
	/** The project's folder, without symbolic links, as all paths in here. */
	readonly root: string;
	/** Set while an application cannot run: any code of the project may be what it lacks. */
	countsAllCode = false;
	/** Called with the files that were imported, and the state each had then: empty where there was none. */
	onImported: (files: Imported[]) => void = () => {};
	/** Called with folders outside of what is watched so far. */
	onFolders: (folders: string[]) => void = () => {};
	#imported = new Set<string>();
	#sources: Required<Sources> = withDefaults({apps: []});

	constructor(root: string) {
		this.root = realFolder(root);
	}

	describe(sources: Sources): void {
		const apps = sources.apps.map(realFolder).filter(app => !isPackaged(app));
		const {templates = []} = sources;
		this.#sources = withDefaults({...sources, apps, templates: templates.map(realFolder)});
		this.onFolders([...this.#bases(), ...apps.filter(app => !isWithin(app, this.root))]);
	}

	add(files: Imported[]): void {
		const all = files
			.map(([file, state]): Imported => [real(file), state])
			.filter(([file]) => !isPackaged(file));
		for (const [file] of all) this.#imported.add(file);
		this.onImported(all);
	}

	/** From now on, only these are imported. */
	replace(files: Iterable<string>): void {
		this.#imported = new Set([...files].map(real));
	}

	/** Whether a change can make a difference, whatever it is. */
	mayHave(file: string): boolean {
		if (this.#isExcluded(file)) return false;
		if (this.#imported.has(file) || this.#isWatched(file)) return true;
		if (!this.#isInside(file) || this.isIgnoredFolder(path.dirname(file))) return false;
		const name = path.basename(file);
		return ofProject.test(name) || code.test(name) || this.isTemplate(file);
	}

	has(file: string, change: Change): boolean {
		if (!this.mayHave(file)) return false;
		if (this.#imported.has(file) || this.#isWatched(file) || this.isTemplate(file)) return true;
		if (ofProject.test(path.basename(file))) return true;
		if (this.countsAllCode || this.#sources.isCommand) return true;
		return change !== 'saved' && this.#mayBeFound(file);
	}

	isTemplate(file: string): boolean {
		if (!template.test(file) || this.#isWatched(file) || !this.#isInside(file)) return false;
		const {templates} = this.#sources;
		const folders = path.relative(this.root, path.dirname(file)).split(path.sep);
		return (
			folders.some(name => templateFolders.includes(name)) ||
			templates.some(folder => isWithin(file, folder))
		);
	}

	/** Whether nothing below a folder of the project is watched, unless it is imported. */
	isIgnoredFolder(folder: string): boolean {
		if (this.#isExcluded(folder)) return true;
		if (!this.#hasIgnoredName(folder)) return false;
		return !this.#bases().some(
			base => this.#hasIgnoredName(base) && (isWithin(folder, base) || isWithin(base, folder)),
		);
	}

	/** The folders in which the files of `server.watch` are. */
	#bases(): string[] {
		return this.#sources.watch.map(pattern => path.resolve(this.root, baseOf(pattern)));
	}

	#hasIgnoredName(folder: string): boolean {
		const names = path.relative(this.root, folder).split(path.sep);
		return names.some(name => ignoredFolders.includes(name));
	}

	/** Whether an application may find a file by looking into its folder. */
	#mayBeFound(file: string): boolean {
		const folder = path.dirname(file);
		const names = path.relative(this.root, folder).split(path.sep);
		if (names.some(name => forBrowsers.includes(name))) return false;
		if (this.#sources.apps.some(app => isWithin(file, app))) return true;
		for (const one of this.#imported) if (path.dirname(one) === folder) return true;
		return false;
	}

	/** Whether it is in the project, or in an app of it that is elsewhere. */
	#isInside(file: string): boolean {
		return isWithin(file, this.root) || this.#sources.apps.some(app => isWithin(file, app));
	}

	#isWatched(file: string): boolean {
		return this.#matches(file, this.#sources.watch);
	}

	#isExcluded(file: string): boolean {
		return this.#matches(file, this.#sources.ignore);
	}

	#matches(file: string, patterns: string[]): boolean {
		return patterns.some(given => {
			const base = path.resolve(this.root, given);
			if (!special.test(given)) return isWithin(file, base);
			const pattern = path.normalize(given);
			const name = path.isAbsolute(given) ? file : path.relative(this.root, file);
			return path.matchesGlob(name, pattern) || path.matchesGlob(name, path.join(pattern, '**'));
		});
	}
}

const special = /[*?[\]{}()!]/;

function withDefaults(sources: Sources): Required<Sources> {
	return {templates: [], watch: [], ignore: [], isCommand: false, ...sources};
}

/** What stands before a pattern's first special character: `../data` of `../data/*.csv`. */
function baseOf(pattern: string): string {
	const parts = pattern.split('/');
	const first = parts.findIndex(part => special.test(part));
	if (first < 0) return pattern;
	return parts.slice(0, first).join('/') || (pattern[0] === '/' ? '/' : '.');
}

export function isWithin(file: string, folder: string): boolean {
	return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

/** Packages do not change under a running application, nor does this program where it is linked. */
function isPackaged(file: string): boolean {
	return file.includes('/node_modules/') || isWithin(file, packageFile('dist'));
}

/** A file without symbolic links in its folder, as far as that exists. */
export function real(file: string): string {
	const folder = path.dirname(file);
	if (folder === file) return file;
	const known = folders.get(folder) ?? realFolder(folder);
	folders.set(folder, known);
	return path.join(known, path.basename(file));
}

/** Where each folder is: a scan asks for each file. */
const folders = new Map<string, string>();

/** Links may lead elsewhere from now on. */
export function forgetLinks(): void {
	folders.clear();
}

export function realFolder(folder: string): string {
	try {
		return realpathSync(folder);
	} catch {
		return real(folder);
	}
}
