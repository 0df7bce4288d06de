import {existsSync} from 'node:fs';
import path from 'node:path';
import {isCommandError} from '../errors/command-error.ts';
import type {ProjectLocation} from '../project/settings/find.ts';
import {InvalidSettings} from '../project/settings/settings.ts';
import {type CheckSite, findingOf} from './finding/check.ts';
import type {Finding} from './finding/finding.ts';
import {placeInSettings} from './finding/place-in-settings.ts';

const ids: Record<string, string> = {
	settings: 'settings.E001',
	'import-failed': 'settings.E002',
	'needs-tsx': 'settings.E002',
	'unknown-app': 'apps.E001',
	'duplicate-label': 'apps.E002',
};

/** Why a project cannot be opened: one finding for each mistake in its settings. */
export function findingsOfOpening(error: unknown, location: ProjectLocation): Finding[] {
	const finding = findingOf(idOf(error), error);
	if (!(error instanceof InvalidSettings)) return [finding];
	return error.mistakes.map(({key, sentence}) => ({
		...{...finding, message: sentence},
		...(key && placeInSettings(location, key)),
	}));
}

function idOf(error: unknown): string {
	return (isCommandError(error) && ids[error.code]) || 'settings.E003';
}

/** Configured folders that do not exist. The default ones may be missing. */
export function* checkSettings({project}: CheckSite): Generator<Finding> {
	for (const name of project.settings.templates) {
		if (name === './templates' || existsSync(path.resolve(project.root, name))) continue;
		yield {
			id: 'settings.W001',
			level: 'warning',
			message: `settings.templates names ${name}, and there is no such folder.`,
			hint: 'Make it, or take it out of the list.',
			...placeInSettings(project, 'templates'),
		};
	}
}
