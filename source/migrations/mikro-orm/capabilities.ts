import {CommandError} from '../../errors/command-error.ts';

/**
 * Gives a schema or table of MikroORM one of its parts. A lower minor version has no method for some kinds
 * of parts: without any of that kind nothing is lost.
 * @param method `setPolicies`; what a version lacks is found by its absence
 * @param what the parts in words, for the error
 * @throws CommandError `mikro-orm-version`
 */
export function givePart(owner: any, method: string, part: unknown, what: string): void {
	if (!Array.isArray(part) ? part : part.length > 0) verifyHas(owner, method, what);
	owner[method]?.(structuredClone(part));
}

/** @throws CommandError `mikro-orm-version` */
export function verifyHas(owner: any, method: string, what: string): void {
	if (method in owner) return;
	throw new CommandError(
		`The snapshot has ${what}, which this version of MikroORM does not know.`,
		{
			code: 'mikro-orm-version',
			hint: "Install the version that the migrations were made with, or a newer one, of all of MikroORM's packages.",
		},
	);
}

/** A difference with an empty record of each kind of parts, also of those that MikroORM does not know. */
export function withAllParts(difference: any): any {
	for (const how of ['new', 'changed', 'removed']) difference[`${how}Routines`] ??= {};
	for (const change of Object.values<any>(difference.changedTables)) {
		for (const parts of ['Triggers', 'Policies'])
			for (const how of ['added', 'changed', 'removed']) change[`${how}${parts}`] ??= {};
	}
	return difference;
}
