import {existsSync, globSync} from 'node:fs';
import path from 'node:path';
import type {CheckSite} from './finding/check.ts';
import type {Finding} from './finding/finding.ts';

/** Each path of a MikroORM config finds something: one that finds nothing is no error to MikroORM. */
export function* checkGlobs({project, open}: CheckSite): Generator<Finding> {
	if (project.kind !== 'mikro-orm') return;
	const file = project.settingsFile;
	for (const glob of open ? emptyGlobs(open.orm.config) : []) {
		yield {
			id: 'entities.W002',
			level: 'warning',
			message: `The path '${glob}' of the entities finds no file.`,
			hint: `Correct it in ${path.relative(project.root, file)}, or build the project.`,
			file,
		};
	}
	const {folder, glob, list} = project.migrations;
	const others = globSync('*.{js,ts,mjs,mts,cjs,cts}', {cwd: folder});
	if (list || others.length === 0 || globSync(glob, {cwd: folder}).length > 0) return;
	yield {
		id: 'migrations.W007',
		level: 'warning',
		message: `No file in ${path.relative(project.root, folder)} fits '${glob}', which names the migrations.`,
		hint: `Correct migrations.glob in ${path.relative(project.root, file)}.`,
		file,
	};
}

/** @param config MikroORM's Configuration */
function emptyGlobs(config: any): string[] {
	const ofSources: unknown[] = config.get('preferTs') ? (config.get('entitiesTs') ?? []) : [];
	const entities: unknown[] = ofSources.length > 0 ? ofSources : (config.get('entities') ?? []);
	const cwd: string = config.get('baseDir');
	return entities.filter(
		(one): one is string =>
			typeof one === 'string' &&
			!one.startsWith('!') &&
			!existsSync(path.resolve(cwd, one)) &&
			globSync(one, {cwd}).length === 0,
	);
}
