import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../errors.ts';

/** Where a project is: its folder, and the file that makes it one. */
export interface ProjectLocation {
	root: string;
	settingsFile: string;
}

const settingsNames = ['settings.ts', 'settings.mts', 'settings.js', 'settings.mjs'];

/**
 * The nearest project at or above a folder.
 * @param from absolute path of a folder
 * @throws CommandError `no-project`
 */
export function findProject(from: string): ProjectLocation {
	for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
		const settingsFile = settingsNames.map(name => path.join(folder, name)).find(isSettings);
		if (settingsFile) return {root: folder, settingsFile};
		if (folder === path.dirname(folder)) break;
	}
	throw new CommandError('No project here or in any parent folder.', {
		code: 'no-project',
		hint: "Run 'quarterdeck startproject NAME' to make one, or name its folder with --project.",
	});
}

/** Many programs have a `settings.ts`; ours mentions the package that it is for. */
function isSettings(file: string): boolean {
	return existsSync(file) && readFileSync(file, 'utf8').includes('quarterdeck');
}
