import {defineCommand} from '../../command-definition/define-command.ts';
import type {Invocation} from '../../command-definition/invocation.ts';
import {CommandError, type ExitCode, exitCodes} from '../../errors/command-error.ts';
import {unappliedNotice} from '../../migrations/graph/state.ts';
import {type Event, log} from '../../runs/events.ts';
import {isFailure, type ProjectStatus} from '../../runs/project-status.ts';
import {cacheStatus, openStatus} from '../../status/collect.ts';
import {followStatus} from '../../status/follow.ts';
import {statusText} from '../../status/text.ts';
import {watchStatus} from '../../status/watch.ts';

export default defineCommand({
	flags: {
		watch: {type: 'boolean', help: 'print again after each change'},
		untilSourcesChange: {
			type: 'boolean',
			hidden: true,
			help: `exit with ${exitCodes.sourcesChanged} when a source file changes`,
		},
	},
	async *run({watch, untilSourcesChange}, invocation) {
		if (untilSourcesChange) return yield* watchSources(invocation);
		if (watch) return yield* follow(invocation);
		const reader = await openStatus(invocation.directory);
		const status = await reader.readWhole();
		cacheStatus(status);
		yield resultOf(status, invocation);
		const notes = status.problems.filter(problem => !isFailure(problem));
		yield* notes.map(({message, hint}) => log.warning(`${message} ${hint}`));
		const failure = status.problems.find(isFailure);
		if (failure) throw new CommandError(failure.message, failure);
	},
});

/** One process, from start to the first change of a source file, or to the end of the one that reads it. */
async function* watchSources(invocation: Invocation): AsyncGenerator<Event, ExitCode> {
	const {directory, signal, stdin} = invocation;
	const reader = new AbortController();
	stdin.once('end', () => reader.abort()).resume();
	const statuses = watchStatus(directory, AbortSignal.any([signal, reader.signal]));
	for (;;) {
		const {done, value} = await statuses.next();
		if (done) return value === 'aborted' ? exitCodes.interrupted : exitCodes.sourcesChanged;
		yield resultOf(value, invocation);
	}
}

async function* follow(invocation: Invocation): AsyncGenerator<Event, ExitCode> {
	for await (const news of followStatus(invocation.directory, invocation.signal)) {
		if (typeof news === 'string') yield log.error(news);
		else {
			yield resultOf(news, invocation);
			yield* news.problems.map(problem => ({type: 'error' as const, ...problem}));
		}
	}
	return exitCodes.interrupted;
}

function resultOf(status: ProjectStatus, {paint}: Invocation): Event {
	return {
		type: 'result',
		value: status,
		text: statusText(status, unappliedNotice(unappliedOf(status)), paint),
	};
}

function unappliedOf({apps}: ProjectStatus): {unapplied: {app: string}[]} {
	return {
		unapplied: apps.flatMap(({label, migrations}) =>
			migrations.filter(({applied}) => applied === null).map(() => ({app: label})),
		),
	};
}
