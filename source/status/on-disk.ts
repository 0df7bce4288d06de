import {globSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {migrationName} from '../migrations/files/file-names.ts';
import type {ProjectLocation} from '../project/settings/find.ts';
import {labelOf} from '../project/settings/mikro-orm-config-file.ts';
import {readObject} from '../runs/files/file-ends.ts';
import type {AppStatus, ProjectStatus} from '../runs/project-status.ts';
import {statePath} from '../runs/state-folder.ts';

interface AppFolder {
	label: string;
	/** Absolute path of its migrations. */
	folder: string;
}

/**
 * The apps of a project that cannot be opened, with the names of their migrations: from where they were when
 * it could, else from where they usually are. None is run, and no database is asked.
 */
export function appsOnDisk(location: ProjectLocation): AppStatus[] {
	const isPlain = location.kind === 'mikro-orm';
	const known = knownFolders(location);
	const folders = known.length > 0 ? known : isPlain ? plainFolder(location) : usual(location);
	return folders.map(({label, folder}) => ({
		...{label, migrations: [], unmadeChanges: []},
		files: namesIn(folder, isPlain ? plainName : file => migrationName(file)),
	}));
}

function knownFolders({root}: ProjectLocation): AppFolder[] {
	const {apps = []} = readObject<ProjectStatus>(statePath(root, 'status.json')) ?? {};
	return apps.flatMap(({label, migrations}) => {
		const file = migrations.find(({path: file}) => file)?.path;
		return file ? [{label, folder: path.dirname(file)}] : [];
	});
}

function usual({root}: ProjectLocation): AppFolder[] {
	const found = globSync(['*/migrations', '*/*/migrations'], {
		cwd: root,
		exclude: name => /node_modules|^\./.test(name),
	});
	return found.sort().map(name => ({
		label: path.basename(path.dirname(name)),
		folder: path.join(root, name),
	}));
}

/** The first that the text of the config names and that has migrations, or one of MikroORM's own. */
function plainFolder({root, settingsFile}: ProjectLocation): AppFolder[] {
	const text = readFileSync(settingsFile, 'utf8');
	const named = [...text.matchAll(/\bpath(?:Ts)?\s*:\s*['"`]([^'"`$]+)['"`]/g)];
	const folder = [...named.map(([, name]) => name!), 'src/migrations', 'migrations']
		.flatMap(name => [path.resolve(root, name), path.resolve(path.dirname(settingsFile), name)])
		.find(candidate => namesIn(candidate, plainName).length > 0);
	return folder === undefined ? [] : [{label: labelOf(root), folder}];
}

function plainName(file: string, folder: string): string | undefined {
	if (!/(?<!\.d)\.[jt]s$/.test(file)) return undefined;
	const isOne = readFileSync(path.join(folder, file), 'utf8').includes('Migration');
	return isOne ? file.replace(/\.[jt]s$/, '') : undefined;
}

function namesIn(
	folder: string,
	nameOf: (file: string, folder: string) => string | undefined,
): string[] {
	try {
		const names = readdirSync(folder).flatMap(file => nameOf(file, folder) ?? []);
		return [...new Set(names)].sort();
	} catch {
		return [];
	}
}
