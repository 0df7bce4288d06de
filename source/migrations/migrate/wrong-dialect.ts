import {CommandError} from '../../errors/command-error.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import {isMysqlFamily} from '../../project/database/dialect.ts';
import {isAsGenerated} from '../files/generated.ts';
import {previewOf} from '../files/preview.ts';
import {readingOf} from '../files/reading.ts';
import type {Step} from '../graph/plan.ts';

/**
 * Refuses migrations that were generated for another kind of database, because the server's error
 * about their syntax would not help. What a person has written or changed is run as it is.
 * @throws CommandError `no-dialect`
 */
export function refuseOtherDialects(own: Dialect, steps: Step[]): void {
	for (const step of steps) {
		const dialects = step.fake ? [] : otherDialects(own, step);
		if (dialects.length > 0) throw withoutSqlFor(own, dialects, step, steps);
	}
}

/** The kinds of database that a migration was generated for, if this one cannot run it. */
function otherDialects(own: Dialect, {file}: Step): Dialect[] {
	const reading = readingOf(file);
	const dialects = [...(reading?.generated.keys() ?? [])];
	if (!reading || dialects.includes(own)) return [];
	if (dialects.length > 1) return reading.dialects.includes(own) ? [] : dialects;
	const [driver] = dialects;
	if (!driver || (isMysqlFamily(driver) && isMysqlFamily(own))) return [];
	const up = previewOf(file, 'forwards', own);
	const down = previewOf(file, 'backwards', own);
	return isAsGenerated(reading, {driver, up: up.sql, down: down.sql}) ? [driver] : [];
}

function withoutSqlFor(
	own: Dialect,
	dialects: Dialect[],
	{file: {app, id, path}}: Step,
	steps: Step[],
): CommandError {
	const names = steps.filter(({file}) => file.app === app).map(({file}) => file.name);
	const last = names.sort().at(-1);
	return new CommandError(
		`${id} was made for ${dialects.join(' and ')}, and has no SQL for ${own}.`,
		{
			code: 'no-dialect',
			hint: `Nothing was run. With the settings of ${dialects[0]}, 'quarterdeck squashmigrations ${app} ${last} --dialect ${own}' replaces them by one migration for both.`,
			file: path,
		},
	);
}
