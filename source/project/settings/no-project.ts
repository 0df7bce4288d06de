import {existsSync, globSync, statSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {readMikroOrmSettings, readPackage} from './mikro-orm-config-file.ts';

/**
 * @param from absolute path of a folder that is in no project
 * @param isProject whether a folder is one
 * @param file in it, named as ours: another program's, or one that is being edited
 * @returns the error that names what could be meant
 */
export function noProject(
	from: string,
	isProject: (folder: string) => boolean,
	file?: string,
): CommandError {
	const below = projectsBelow(from, isProject);
	const root = below.length > 0 ? undefined : packageWithMikroOrm(from);
	const unlike = file && `${path.basename(file)} does not mention quarterdeck`;
	if (root) return withoutConfig(root, file, unlike);
	const where = unlike ? `No project here: ${unlike}.` : 'No project here or in any parent folder.';
	return new CommandError(where, {
		code: 'no-project',
		file,
		hint:
			below.length > 0
				? `Name one with --project: ${below.join(', ')}.`
				: "Run 'quarterdeck startproject NAME' to make one, or name its folder with --project.",
	});
}

/** Of a monorepo: where its packages usually are. */
function projectsBelow(folder: string, isProject: (folder: string) => boolean): string[] {
	return files(folder, ['*', '{apps,packages,services,libs}/*']).filter(name => {
		try {
			const below = path.join(folder, name);
			return statSync(below).isDirectory() && isProject(below);
		} catch {
			// Another user's, or gone.
			return false;
		}
	});
}

/** @returns the folder of the nearest package.json, if it names MikroORM */
function packageWithMikroOrm(folder: string): string | undefined {
	const parent = path.dirname(folder);
	if (!existsSync(path.join(folder, 'package.json')) && parent !== folder)
		return packageWithMikroOrm(parent);
	const {dependencies, devDependencies} = readPackage(folder);
	return {...dependencies, ...devDependencies}['@mikro-orm/core'] ? folder : undefined;
}

/** MikroORM itself asks for a default name, or for one in the package.json. */
function withoutConfig(root: string, file?: string, unlike?: string): CommandError {
	const {configPaths} = readMikroOrmSettings(root);
	const folders = ['', '*/', '*/*/', '*/*/*/'];
	const [found] = files(
		root,
		folders.map(
			folder => `${folder}*{mikro-orm,mikroorm,mikroOrm}*config*.{ts,js,mts,mjs,example}`,
		),
	);
	const example = found?.endsWith('.example');
	const named = configPaths.length > 0 ? `: ${configPaths.join(', ')} is not there` : '';
	const both = unlike ? `, and ${unlike}` : '';
	return new CommandError(`No MikroORM config is found in ${root}${named}${both}.`, {
		code: 'no-project',
		file,
		hint: example
			? `Copy ${found} to ${found!.replace(/\.example$/, '')}.`
			: `Name it in the package.json: "mikro-orm": {"configPaths": ["./${found ?? 'src/mikro-orm.config.ts'}"]}.`,
	});
}

function files(cwd: string, patterns: string[]): string[] {
	const exclude = (name: string) => /^(?:node_modules|dist|build|\..*)$/.test(name);
	return globSync(patterns, {cwd, exclude}).sort();
}
