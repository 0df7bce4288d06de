import {CommandError} from '../../errors/command-error.ts';
import {isMysqlFamily} from '../../project/database/dialect.ts';
import type {Driver} from '../../project/settings/settings.ts';
import type {PreviewEngine} from '../engine/engine.ts';
import {previewStep} from '../engine/preview.ts';
import {isAsGenerated} from '../files/generated.ts';
import {readingOf} from '../files/reading.ts';
import type {Step} from '../graph/plan.ts';

/**
 * Refuses migrations that were generated for another kind of database, because the server's error
 * about their syntax would not help. What a person has written or changed is run as it is.
 * @throws CommandError `no-dialect`
 */
export async function refuseOtherDialects(engine: PreviewEngine, steps: Step[]): Promise<void> {
	for (const step of steps) {
		const dialects = step.fake ? [] : await otherDialects(engine, step);
		if (dialects.length > 0) throw withoutSqlFor(engine.driverName, dialects, step, steps);
	}
}

/** The kinds of database that a migration was generated for, if this one cannot run it. */
async function otherDialects(engine: PreviewEngine, {file}: Step): Promise<Driver[]> {
	const reading = readingOf(file);
	const dialects = [...(reading?.generated.keys() ?? [])];
	const own = engine.driverName;
	if (!reading || dialects.includes(own)) return [];
	if (dialects.length > 1) return reading.dialects.includes(own) ? [] : dialects;
	const [driver] = dialects;
	if (!driver || (isMysqlFamily(driver) && isMysqlFamily(own))) return [];
	const up = await previewStep(engine, {file, direction: 'forwards'});
	const down = await previewStep(engine, {file, direction: 'backwards'});
	return isAsGenerated(reading, {driver, up: up.sql, down: down.sql}) ? [driver] : [];
}

function withoutSqlFor(
	own: Driver,
	dialects: Driver[],
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
