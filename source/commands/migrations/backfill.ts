import {defineCommand} from '../../command-definition/define-command.ts';
import {usage} from '../../command-definition/values.ts';
import {CommandError} from '../../errors/command-error.ts';
import {
	type Checkpoint,
	type Pace,
	readCheckpoints,
	writePace,
} from '../../migrations/record/backfill-table.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import {openProject} from '../../project/open/open.ts';
import {log} from '../../runs/events.ts';
import {hostName} from '../../runs/operator.ts';
import {isAlive} from '../../system/process-identity.ts';
import {filledInWords} from '../../words/progress.ts';
import {utcTime} from '../../words/utc-time.ts';

const flags = {
	pause: {type: 'boolean', help: 'hold it after its batch, until it is resumed'},
	slow: {type: 'boolean', help: 'fill smaller batches, with pauses between them'},
	resume: {type: 'boolean', help: 'go on at its usual pace'},
} as const;

const paces: Record<keyof typeof flags, Pace> = {pause: 'paused', slow: 'slow', resume: 'normal'};
const said: Record<Pace, string> = {
	paused: 'pauses after its batch',
	slow: 'goes slowly from its next batch on',
	normal: 'goes on at its usual pace',
};

export default defineCommand({
	arguments: {
		name: {
			optional: true,
			value: 'NAME',
			help: 'the backfill, as APP.NAME or by the beginning of its name; not needed if it is the only one',
		},
	},
	flags,
	journal: ({pause, slow, resume}) => pause || slow || resume,
	async *run({name, ...values}, {directory}) {
		const given = (Object.keys(paces) as (keyof typeof paces)[]).filter(flag => values[flag]);
		if (given.length > 1)
			throw usage('backfill', `--${given.join(' and --')} cannot be used together.`);
		const project = await openProject(directory);
		const database = await connectDatabase(project);
		try {
			const all = database ? [...(await readCheckpoints(database.query)).values()] : [];
			const found = all.filter(checkpoint => isNamed(checkpoint, name));
			const [flag] = given;
			if (name !== undefined && found.length === 0) throw notFound(name, all);
			if (flag === undefined) {
				const value = {backfills: found.map(plainData)};
				const text = found.map(line).join('\n') || 'No backfill is running or unfinished.';
				yield {type: 'result', value, text};
				return;
			}
			const [one, ...others] = found;
			if (!one) throw notFound(name, all);
			if (others.length > 0) throw usage('backfill', `Name one of ${namesOf(found)}.`);
			await writePace(database!.query, one.name, paces[flag]);
			yield log.success(`${one.name} ${said[paces[flag]]}.`);
			if (isRunning(one) === false)
				yield log.info("It is not running: 'quarterdeck migrate' continues it at this pace.");
		} finally {
			await database?.close();
		}
	},
});

function isNamed({name}: Checkpoint, wanted: string | undefined): boolean {
	const own = name.slice(name.indexOf('.') + 1);
	return wanted === undefined || name === wanted || own.startsWith(wanted);
}

/** @returns undefined for a process on another host */
function isRunning({note: {process: runner, host}}: Checkpoint): boolean | undefined {
	return host === hostName() ? runner !== undefined && isAlive(runner) : undefined;
}

function plainData(checkpoint: Checkpoint): object {
	const {name, pace, filled, total, note} = checkpoint;
	const {operator, host, since} = note;
	const running = isRunning(checkpoint);
	return {
		...{migration: name, filled, total, pace, operator, host, since},
		...(running !== undefined && {running}),
	};
}

/** `shop.0003_count: 450 of 1,000 rows, paused. ada@db-1 fills it, since 2026-11-30 14:12:05 UTC.` */
function line(checkpoint: Checkpoint): string {
	const {name, pace, filled, total, note} = checkpoint;
	const {operator, host, since} = note;
	const state = pace === 'normal' ? '' : `, ${pace}`;
	const end =
		isRunning(checkpoint) === false
			? "It is not running: 'quarterdeck migrate' continues it."
			: `${operator}@${host} fills it.`;
	return `${name}: ${filledInWords(filled, total)}${state}, since ${utcTime(since)}. ${end}`;
}

function notFound(name: string | undefined, all: Checkpoint[]): CommandError {
	const which = name === undefined ? 'No backfill' : `No backfill '${name}'`;
	return new CommandError(`${which} is running or unfinished.`, {
		code: 'no-backfill',
		hint: all.length > 0 ? `There is ${namesOf(all)}.` : "'quarterdeck migrate' begins backfills.",
	});
}

function namesOf(checkpoints: Checkpoint[]): string {
	return checkpoints.map(({name}) => name).join(', ');
}
