import {CommandError} from '../../errors/command-error.ts';
import type {Driver} from '../../project/settings/settings.ts';
import type {PreviewEngine} from '../engine/engine.ts';
import {previewStep} from '../engine/preview.ts';
import {isAsGenerated} from '../files/generated.ts';
import {readingOf} from '../files/reading.ts';
import type {Step} from '../graph/plan.ts';

/**
 * A project that was switched to another kind of database has migrations that are not for it, and the
 * server's complaint about their syntax would tell nobody. What a person has written or changed runs as
 * it is.
 * @throws CommandError `no-dialect`
 */
export async function refuseSqlOfOthers(engine: PreviewEngine, steps: Step[]): Promise<void> {
	const own = engine.driverName;
	for (const step of steps) {
		const dialects = step.fake ? [] : await othersOnly(engine, step);
		if (dialects.length === 0) continue;
		const {app, id} = step.file;
		const names = steps.filter(({file}) => file.app === app).map(({file}) => file.name);
		const last = names.sort().at(-1);
		throw new CommandError(
			`${id} was made for ${dialects.join(' and ')}, and has no SQL for ${own}.`,
			{
				code: 'no-dialect',
				hint: `Nothing was run. With the settings of ${dialects[0]}, 'quarterdeck squashmigrations ${app} ${last} --dialect ${own}' makes one for both in place of them.`,
				file: step.file.path,
			},
		);
	}
}

/** The kinds of database that a migration was generated for, where this one cannot read what it says. */
async function othersOnly(engine: PreviewEngine, step: Step): Promise<Driver[]> {
	const reading = readingOf(step.file);
	const dialects = [...(reading?.generated.keys() ?? [])];
	const own = engine.driverName;
	if (!reading || dialects.includes(own)) return [];
	if (dialects.length > 1) return reading.dialects.includes(own) ? [] : dialects;
	const [driver] = dialects;
	if (!driver || readsAlike(driver, own)) return [];
	return isAsGenerated(reading, {driver, ...(await bothWays(engine, step))}) ? [driver] : [];
}

/** Nearly all that is written for MySQL is MariaDB's as well, and the reverse. */
function readsAlike(one: Driver, other: Driver): boolean {
	const family = (driver: Driver) => (driver === 'mariadb' ? 'mysql' : driver);
	return family(one) === family(other);
}

async function bothWays(
	engine: PreviewEngine,
	{file}: Step,
): Promise<{up: string[]; down: string[]}> {
	const up = await previewStep(engine, {file, direction: 'forwards'});
	const down = await previewStep(engine, {file, direction: 'backwards'});
	return {up: up.sql, down: down.sql};
}
