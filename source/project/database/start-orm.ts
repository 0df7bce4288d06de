import path from 'node:path';
import type {MikroORM} from '@mikro-orm/core';
import {CommandError, isCommandError, messageOf} from '../../errors/command-error.ts';
import {placeOf} from '../import/error-place.ts';

/**
 * @param library the exports of the driver's package
 * @throws CommandError `entities` when MikroORM rejects an entity
 */
export async function startOrm(
	library: {init(options: object): Promise<MikroORM>},
	options: object,
	root: string,
): Promise<MikroORM> {
	try {
		return await library.init(options);
	} catch (error) {
		if (isCommandError(error)) throw error;
		const {file, line} = placeOf(error) ?? {};
		const place = file ? `${path.relative(root, file)}${line ? `:${line}` : ''}: ` : '';
		throw new CommandError(`${place}${messageOf(error).split('\n')[0]}`, {
			code: 'entities',
			hint: 'MikroORM cannot work with the entities as they are; --traceback shows where.',
			file,
			line,
			cause: error,
		});
	}
}
