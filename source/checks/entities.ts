import {existsSync} from 'node:fs';
import path from 'node:path';
import {sourceIn} from '../project/apps/app-registry.ts';
import type {CheckSite} from './finding/check.ts';
import type {Finding} from './finding/finding.ts';

/** When an app has both a file and a folder of entities, only the file is read. */
export function* checkEntities({project}: CheckSite): Generator<Finding> {
	for (const {label, folder} of project.apps) {
		const file = sourceIn(folder, 'entities');
		if (!file || !existsSync(path.join(folder, 'entities'))) continue;
		yield {
			id: 'entities.W001',
			level: 'warning',
			message: `${label} has ${path.basename(file)} and a folder entities/, which is not read.`,
			hint: 'Keep one of them.',
			file,
		};
	}
}
