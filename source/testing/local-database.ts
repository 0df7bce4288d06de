import {copyFileSync, existsSync, mkdtempSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {Project} from '../project/project.ts';
import {forgetMade, migrateAt, once, type Place, projectAt, type TestDatabase} from './database.ts';

let folder: string | undefined;
let count = 0;

/** SQLite's or libSQL's file, of which each client gets a copy. */
export async function makeLocal(project: Project): Promise<TestDatabase> {
	if (folder && !existsSync(folder)) {
		// What cleans the folder of temporary files has removed it.
		folder = undefined;
		forgetMade();
	}
	const template = await once(project, async () => {
		const place = newPlace(project);
		await migrateAt(projectAt(project, place), place);
		return place.file;
	});
	const place = newPlace(project);
	const remove = () => {
		for (const ending of ['', '-journal', '-wal', '-shm'])
			rmSync(`${place.file}${ending}`, {force: true});
	};
	const restore = async () => {
		remove();
		copyFileSync(template, place.file);
	};
	await restore();
	return {project: projectAt(project, place), restore, drop: async () => remove()};
}

function newPlace({settings: {database}}: Project): Place & {file: string} {
	folder ??= temporaryFolder();
	const file = path.join(folder, `test_${++count}`);
	const {url, syncUrl, ...driverOptions} = (database.options?.driverOptions ?? {}) as any;
	const options = database.driver === 'libsql' ? {driverOptions} : undefined;
	return {
		file,
		settings: {name: file, url: undefined, options},
		async isAt(query) {
			return (await query('pragma database_list')).every(
				({name, file: at}) => name === 'temp' || at === file,
			);
		},
	};
}

/** Gone with this process. */
function temporaryFolder(): string {
	const made = realpathSync(mkdtempSync(path.join(tmpdir(), 'quarterdeck-test-')));
	process.once('exit', () => rmSync(made, {recursive: true, force: true}));
	return made;
}
