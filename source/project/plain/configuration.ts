import path from 'node:path';
import {CommandError, messageOf} from '../../errors/command-error.ts';
import {importFromProject} from '../import/import-source.ts';
import type {ProjectLocation} from '../settings/find.ts';
import type {MikroOrmOptions} from './load-options.ts';

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
