import {readFileSync} from 'node:fs';
import type {Place} from '../../project/import/error-place.ts';
import type {ProjectLocation} from '../../project/settings/find.ts';

/**
 * Finds where the settings set a key.
 * @param key `allowedHosts`, or the last part of `database.driver`
 * @returns only the file when the key is not found
 */
export function placeInSettings(
	{settingsFile}: Pick<ProjectLocation, 'settingsFile'>,
	key: string,
): Place {
	const name = key.slice(key.lastIndexOf('.') + 1);
	const given = new RegExp(`(?:^|[{,\\s])['"]?${name.replaceAll(/\W/g, '')}['"]?\\s*(?::|,|$)`);
	const lines = readFileSync(settingsFile, 'utf8').split('\n');
	const index = lines.findIndex(line => given.test(line.replace(/\/\/.*$/, '')));
	return {file: settingsFile, ...(index >= 0 && {line: index + 1})};
}
