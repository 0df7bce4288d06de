import path from 'node:path';
import {isCommandError, messageOf} from '../errors/command-error.ts';
import {sourceIn} from '../project/apps/app-registry.ts';
import type {OpenOrm} from '../project/database-access.ts';
import {placeOf} from '../project/import/error-place.ts';
import {importSource} from '../project/import/import-source.ts';
import type {Project} from '../project/project.ts';
import type {CheckContext, Checks} from './define-checks.ts';
import {findingOf} from './finding/check.ts';
import {type Finding, levels} from './finding/finding.ts';

/** Runs the apps' `checks.ts`. One that fails becomes a finding; the others still run. */
export async function* runOwnChecks(
	project: Project,
	{orm}: OpenOrm,
	deploy: boolean,
): AsyncGenerator<Finding> {
	const {settings, root} = project;
	for (const {folder} of project.apps) {
		const file = sourceIn(folder, 'checks');
		if (file) yield* foundBy(file, {settings, root, deploy, em: orm.em.fork()});
	}
}

async function* foundBy(file: string, context: CheckContext): AsyncGenerator<Finding> {
	const shown = path.relative(context.root, file);
	try {
		const checks = (await importSource(file, context.root)).default;
		if (typeof checks !== 'function') return yield unusable(`${shown} exports no checks`, file);
		for await (const finding of (await (checks as Checks)(context)) ?? []) {
			yield isFinding(finding)
				? {file, ...finding}
				: unusable(`${shown} finds something without id, level and message`, file);
		}
	} catch (error) {
		yield failed(error, shown, file);
	}
}

function isFinding(found: Partial<Finding> | undefined): found is Finding {
	return (
		typeof found?.id === 'string' &&
		typeof found.message === 'string' &&
		levels.includes(found.level as never)
	);
}

function failed(error: unknown, shown: string, file: string): Finding {
	if (isCommandError(error)) {
		const finding = findingOf('checks.E001', error);
		return {...finding, file: finding.file ?? file};
	}
	const place = placeOf(error) ?? {file};
	return {
		...unusable(`${shown} failed: ${messageOf(error).split('\n')[0]}`, file),
		hint: 'Checks are run before anything is migrated; they must bear a database without tables.',
		...place,
	};
}

function unusable(message: string, file: string): Finding {
	return {
		id: 'checks.E001',
		level: 'error',
		message: `${message}.`,
		hint: 'Expected: export default defineChecks(function* () { yield {id, level, message, hint}; })',
		file,
	};
}
