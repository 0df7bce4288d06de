import type {TestContext} from 'node:test';
import {p} from '@mikro-orm/core';
import {DatabaseSchema, DatabaseTable} from '@mikro-orm/sql';
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

/** Parts of a schema that lower minor versions of MikroORM lack. */
export const knows = {
	triggers: 'setTriggers' in DatabaseTable.prototype,
	partitions: 'setPartitioning' in DatabaseTable.prototype,
	policies: 'setPolicies' in DatabaseTable.prototype,
	routines: 'addRoutine' in DatabaseSchema.prototype,
	collations: 'collation' in p.string(),
};

/** @returns what node:test takes as `skip` */
export function skipUnknown(part: keyof typeof knows): string | false {
	return skipWithout(`MikroORM's support for ${part}`, knows[part]);
}

export function isInstalled(name: string): boolean {
	try {
		return Boolean(resolveFromProject(name, packageRoot));
	} catch {
		return false;
	}
}
