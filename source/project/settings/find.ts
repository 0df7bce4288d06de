import {existsSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {meaningOf} from '../../errors/system-error.ts';
import {verifyTrusted} from '../trust/trust.ts';
import {findMikroOrmConfig} from './mikro-orm-config-file.ts';
import {noProject} from './no-project.ts';

/** The folder of a project, and its defining file. */
export interface ProjectLocation {
	root: string;
	/** `settings.ts`, or MikroORM's config. */
	settingsFile: string;
	/** `mikro-orm`: a MikroORM config without `settings.ts`. Such a project is a single app. */
	kind: 'quarterdeck' | 'mikro-orm';
}

const settingsNames = ['settings.ts', 'settings.mts', 'settings.js', 'settings.mjs'];

/**
 * Finds the nearest project, in a folder or its parents. Imports nothing.
 * @param from absolute path of a folder
 * @throws CommandError `no-project`, `untrusted-project`
 */
export function findProject(from: string): ProjectLocation {
	const location = locateProject(from);
	verifyTrusted(location);
	return location;
}

/** The same for a program that already runs as part of the project, whoever owns its files. */
export function locateProject(from: string): ProjectLocation {
	for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
		const settingsFile = settingsIn(folder);
		if (settingsFile) return {root: folder, settingsFile, kind: 'quarterdeck'};
		const config = findMikroOrmConfig(folder);
		if (config) return plainProject(folder, config);
		if (folder === path.dirname(folder)) break;
	}
	throw noProject(
		path.resolve(from),
		folder => !!(settingsIn(folder) ?? findMikroOrmConfig(folder)),
		settingsNames.map(name => path.resolve(from, name)).find(file => existsSync(file)),
	);
}

function settingsIn(folder: string): string | undefined {
	return settingsNames.map(name => path.join(folder, name)).find(isSettings);
}

/** From `src/`, its config looks like that of a project in `src/`; the parent folder decides. */
function plainProject(folder: string, config: string): ProjectLocation {
	const parent = path.dirname(folder);
	const root = findMikroOrmConfig(parent) === config ? parent : folder;
	return {root, settingsFile: config, kind: 'mikro-orm'};
}

/** Many programs have a `settings.ts`; ours mentions this package. */
function isSettings(file: string): boolean {
	if (!existsSync(file) || !statSync(file).isFile()) return false;
	try {
		return readFileSync(file, 'utf8').includes('quarterdeck');
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		throw new CommandError(`${file} cannot be read (${code}).`, {
			code: 'settings-unreadable',
			hint:
				code === 'EACCES'
					? 'Ask its owner for permission, or name another folder with --project.'
					: meaningOf(error).hint,
			file,
			cause: error,
		});
	}
}
