import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {isWithin, staticFolders} from '../../server/web/static-files.ts';
import type {CheckSite} from '../finding/check.ts';
import type {Finding} from '../finding/finding.ts';

/** Links that the server does not follow, and a proxy that serves the folder might. */
export function* checkStaticLinks({project}: CheckSite): Generator<Finding> {
	const {root} = project;
	for (const folder of staticFolders(project)) {
		for (const file of linksIn(folder)) {
			if (!existsSync(file) || isWithin(file, [root, path.dirname(folder)])) continue;
			yield {
				id: 'files.W004',
				level: 'warning',
				message: `${path.relative(root, file)} is a link to a hidden file or out of the project: it is not served, but a proxy might.`,
				hint: 'Copy the file, or remove the link.',
				file,
			};
		}
	}
}

/** Symbolic links, the folder itself included. */
function linksIn(folder: string): string[] {
	const links = readdirSync(folder, {withFileTypes: true, recursive: true})
		.filter(entry => entry.isSymbolicLink())
		.map(entry => path.join(entry.parentPath, entry.name));
	return [folder, ...links];
}
