import type {MikroORM} from '@mikro-orm/core';
import {CommandError, isCommandError, messageOf} from '../../errors/command-error.ts';
import {beforeOpeningFile, outliveConnections} from '../../mikro-orm/connection.ts';
import {installCommand} from '../../system/package-manager.ts';
import {makePrivateFile} from '../../system/private-file.ts';
import {placeOf, shownPlace} from '../import/error-place.ts';
import {parseFailure} from '../import/import-failure.ts';
import {emitsMetadata} from '../import/loader.ts';

/**
 * @param library the exports of the driver's package
 * @throws CommandError `entities` when MikroORM rejects an entity, or why a source cannot be imported
 */
export async function startOrm(
	library: {init(options: object): Promise<MikroORM>},
	options: object,
	root: string,
): Promise<MikroORM> {
	try {
		const orm = await library.init(options);
		outliveConnections(orm.driver);
		beforeOpeningFile(orm.driver, makePrivateFile);
		return orm;
	} catch (error) {
		if (isCommandError(error)) throw error;
		const place = placeOf(error);
		const unparsed = place ? undefined : parseFailure(error, root);
		if (unparsed) throw unparsed;
		const [sentence] = messageOf(error).split('\n');
		throw new CommandError(place ? `${shownPlace(place, root)}: ${sentence}` : sentence!, {
			code: 'entities',
			hint: hintFor(sentence!, root),
			...place,
			sentence,
			cause: error,
		});
	}
}

function hintFor(sentence: string, root: string): string {
	if (/emitDecoratorMetadata/.test(sentence) && !emitsMetadata(root)) {
		const command = installCommand(root, '@swc-node/register @swc/core', true);
		return `Types of decorated properties need a loader that emits them: '${command}' (or @oxc-node/core); or the TsMorphMetadataProvider of @mikro-orm/reflection, which reads them.`;
	}
	return 'MikroORM cannot work with the entities as they are; --traceback shows where.';
}
