import type {Command, Input} from '../command-definition/command.ts';
import {CommandError, type ExitCode, exitCodes} from '../errors/command-error.ts';
import {unappliedNotice} from '../migrations/graph/state.ts';
import type {Event} from '../runs/events.ts';
import type {ProjectStatus} from '../runs/project-status.ts';
import {keepStatus, openStatus} from '../status/collect.ts';
import {followStatus} from '../status/follow.ts';
import {statusText} from '../status/text.ts';
import {watchStatus} from '../status/watch.ts';

const command: Command = {
	options: {
		watch: {type: 'boolean', help: 'print again at each change'},
		'until-sources-change': {
			type: 'boolean',
			hidden: true,
			help: 'end with 75 at a change of source',
		},
	},
	async *run(input) {
		if (input.options['until-sources-change']) return yield* untilSourcesChange(input);
		if (input.options.watch) return yield* follow(input);
		const reader = await openStatus(input.directory);
		const status = await reader.readWhole();
		keepStatus(status);
		yield resultOf(status, input);
		const failure = failureOf(status);
		if (failure) throw failure;
	},
};

/** One process, from start to the first change of a source. */
async function* untilSourcesChange(input: Input): AsyncGenerator<Event, ExitCode> {
	const statuses = watchStatus(input.directory, input.signal);
	for (;;) {
		const {done, value} = await statuses.next();
		if (done) return value === 'aborted' ? exitCodes.interrupted : exitCodes.sourcesChanged;
		yield resultOf(value, input);
	}
}

async function* follow(input: Input): AsyncGenerator<Event, ExitCode> {
	for await (const news of followStatus(input.directory, input.signal)) {
		if (typeof news === 'string') yield {type: 'log', level: 'error', text: news};
		else {
			yield resultOf(news, input);
			yield* news.problems.map(problem => ({type: 'error' as const, ...problem}));
		}
	}
	return exitCodes.interrupted;
}

function resultOf(status: ProjectStatus, {paint}: Input): Event {
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

function failureOf({problems}: ProjectStatus): CommandError | undefined {
	const [problem] = problems;
	return problem && new CommandError(problem.message, problem);
}

export default command;
