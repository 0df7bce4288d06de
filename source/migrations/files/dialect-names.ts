import {CommandError, exitCodes} from '../../errors/command-error.ts';
import type {Dialect} from '../../project/database/dialect.ts';

export const allDialects: Dialect[] = ['sqlite', 'postgresql', 'mysql', 'mariadb'];

/**
 * @param command for the hint
 * @param names as typed: `postgresql`, or `all`
 * @throws CommandError `usage`
 */
export function parseDialects(command: string, names: string[] = []): Dialect[] {
	if (names.includes('all')) return allDialects;
	const wrong = names.find(name => !allDialects.includes(name as Dialect));
	if (wrong === undefined) return names as Dialect[];
	throw new CommandError(`--dialect ${wrong}: it can only be ${allDialects.join(', ')} or all.`, {
		code: 'usage',
		exitCode: exitCodes.usage,
		hint: `Type 'quarterdeck ${command} --help' for usage.`,
	});
}
