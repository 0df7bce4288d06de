import {CommandError, exitCodes} from '../../errors/command-error.ts';
import {driverClasses} from '../../mikro-orm/driver-name.ts';
import type {Driver} from '../../project/settings/settings.ts';

export const allDialects = Object.keys(driverClasses) as Driver[];

/**
 * @param command for the hint
 * @param names as typed: `postgresql`, or `all`
 * @throws CommandError `usage`
 */
export function parseDialects(command: string, names: string[] = []): Driver[] {
	if (names.includes('all')) return allDialects;
	const wrong = names.find(name => !Object.hasOwn(driverClasses, name));
	if (wrong === undefined) return names as Driver[];
	throw new CommandError(`--dialect ${wrong}: it can only be ${allDialects.join(', ')} or all.`, {
		code: 'usage',
		exitCode: exitCodes.usage,
		hint: `Type 'quarterdeck ${command} --help' for usage.`,
	});
}
