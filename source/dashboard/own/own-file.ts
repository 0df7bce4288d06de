import {readFileSync} from 'node:fs';
import path from 'node:path';
import {homeFolder} from '../../system/home-folder.ts';

interface Own<Value> {
	/** Missing without a file. */
	value?: Value;
	/** An error to print. */
	problem?: string;
}

/**
 * What the operator has written into a file of `$XDG_CONFIG_HOME/quarterdeck`.
 * @param made its value; throws with a sentence that says what is wrong, and what is allowed
 */
export function readOwn<Value>(
	{XDG_CONFIG_HOME}: NodeJS.ProcessEnv,
	name: string,
	made: (json: unknown) => Value,
): Own<Value> {
	const folder = XDG_CONFIG_HOME || path.join(homeFolder(), '.config');
	const file = path.join(folder, 'quarterdeck', name);
	try {
		return {value: made(JSON.parse(readFileSync(file, 'utf8')))};
	} catch (error) {
		const {message, code} = error as NodeJS.ErrnoException;
		if (code === 'ENOENT' || code === 'ENOTDIR') return {};
		return {problem: `Error: ${file}: ${message}\nFix the file, or delete it.\n`};
	}
}

/** @param what it maps: `actions to keys` */
export function asObject(json: unknown, what: string): Record<string, unknown> {
	if (typeof json !== 'object' || json === null || Array.isArray(json))
		throw new Error(`it must be an object that maps ${what}.`);
	return json as Record<string, unknown>;
}
