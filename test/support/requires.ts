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
