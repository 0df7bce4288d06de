import type {TestContext} from 'node:test';
import {resolveFromProject} from '../../source/project/import/import-source.ts';
import {packageRoot} from './project.ts';

/**
 * Skips a test where a part of the machine is missing, with a line that names it; fails instead
 * where nothing may be skipped.
 * @returns what node:test takes as `skip`
 */
export function skipWithout(what: string, present: boolean): string | false {
	if (present) return false;
	if (process.env.QUARTERDECK_TEST_SKIPS_NOTHING)
		throw new Error(`${what} is missing on this machine`);
	return `${what} is missing on this machine`;
}

/**
 * Skips a test that needs drivers of other databases: `npm run test:versions` installs one at a time.
 * @returns whether it is skipped
 */
export function lacksDrivers(t: TestContext, ...names: string[]): boolean {
	const missing = names.map(name => `@mikro-orm/${name}`).filter(name => !isInstalled(name));
	const why = skipWithout(missing.join(' and '), missing.length === 0);
	if (why) t.skip(why);
	return Boolean(why);
}

export function isInstalled(name: string): boolean {
	try {
		return Boolean(resolveFromProject(name, packageRoot));
	} catch {
		return false;
	}
}
