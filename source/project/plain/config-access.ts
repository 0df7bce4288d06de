import path from 'node:path';
import {CommandError, messageOf} from '../../errors/command-error.ts';
import {connectWith, passwordIn} from '../../mikro-orm/connection.ts';
import {isMissingFile} from '../database/address.ts';
import {startOrm} from '../database/start-orm.ts';
import type {DatabaseAccess} from '../database-access.ts';
import {importFromProject} from '../import/import-source.ts';
import type {ProjectLocation} from '../settings/find.ts';
import type {MikroOrmOptions} from './load-options.ts';

/**
 * Connects as the project's MikroORM config does, certificates and sockets included.
 * @param given MikroORM's options; they contain secrets
 */
export function configAccess(given: MikroOrmOptions): DatabaseAccess {
	return {
		async connect(project) {
			if (isMissingFile(project)) return undefined;
			const connection = await connectWith(await configurationOf(given, project));
			return {dialect: project.settings.database.driver, ...connection};
		},
		/** The executor holds one connection for its lock and needs another for its work. */
		async openOrm({root, settings}) {
			const {MikroORM} = await importFromProject(`@mikro-orm/${settings.database.driver}`, root);
			const {discovery, pool} = given;
			const options = {
				...given,
				discovery: {...discovery, warnWhenNoEntities: false},
				pool: {...pool, max: Math.max(2, pool?.max ?? 10)},
				logger: () => {},
				debug: false,
				allowGlobalContext: true,
			};
			return {orm: await startOrm(MikroORM, options, root), entities: new Map()};
		},
		password: async project => passwordIn(await configurationOf(given, project)),
	};
}

/** MikroORM's Configuration, without connecting. */
export async function configurationOf(
	options: MikroOrmOptions,
	{root, settingsFile}: Pick<ProjectLocation, 'root' | 'settingsFile'>,
): Promise<any> {
	const {Configuration} = await importFromProject('@mikro-orm/core', root);
	try {
		return new Configuration({...options, logger: () => {}});
	} catch (error) {
		const sentence = messageOf(error);
		throw new CommandError(`${path.relative(root, settingsFile)}: ${sentence}`, {
			code: 'mikro-orm-config',
			sentence,
			hint: 'Fix the MikroORM config.',
			file: settingsFile,
			cause: error,
		});
	}
}
