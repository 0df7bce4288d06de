import {realpathSync} from 'node:fs';
import {pgliteFolder} from '../../project/database/address.ts';
import {holdFolder} from '../../project/database/folder-lock.ts';
import type {Project} from '../../project/project.ts';
import {makeFolders} from '../../system/make-folders.ts';
import {noticeLines} from './banner.ts';

/**
 * A program of the project's own opens PGlite's folder by itself. From here on nothing else in this process
 * may, so what the banner needs is read before.
 * @returns the lines about unapplied migrations; undefined where they can be read at any time
 */
export async function reserveFolder(project: Project): Promise<string[] | undefined> {
	const folder = pgliteFolder(project);
	if (project.settings.database.driver !== 'pglite' || folder === undefined) return undefined;
	const notice = await noticeLines(project);
	makeFolders(folder);
	await holdFolder(realpathSync(folder));
	return notice;
}
