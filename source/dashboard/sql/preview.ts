import {type CommandLineOut, type RunningCommand, runCommand} from '../commands/command.ts';
import {formatted} from './formatted.ts';
import {SqlText} from './sql-text.ts';

export interface PreviewRequest {
	/** `accounts.0001_initial` */
	migration: string;
	backwards?: boolean;
}

/** What a migration would send to the database. */
export interface Preview {
	/** To be copied. */
	text: string;
	/** The same to be drawn. */
	shown: SqlText;
	/** What else is to be known: that it runs code, or nothing at all. */
	notes: string[];
	dependencies: string[];
	/** It is the source of the migration, of which the SQL is not known. */
	isSource: boolean;
	isFailure: boolean;
}

/** The answer of `sqlmigrate --json`. */
interface Answer {
	sql: string[];
	transactional: boolean;
	source?: string;
	stoppedBy?: string;
	dependencies?: string[];
}

export interface Reading extends Pick<RunningCommand, 'interrupt'> {
	ended: Promise<Preview>;
}

/** @param driver the database's, as the status names it */
export function readPreview(
	root: string,
	{migration, backwards}: PreviewRequest,
	driver: string,
): Reading {
	const [app = '', ...name] = migration.split('.');
	const words = ['sqlmigrate', app, name.join('.'), ...(backwards ? ['--backwards'] : [])];
	const events: CommandLineOut[] = [];
	const {ended, interrupt} = runCommand(root, words, event => events.push(event));
	return {
		ended: ended.then(({exitCode, stderr}) =>
			previewOf(events, exitCode === 0 ? '' : stderr, driver),
		),
		interrupt,
	};
}

async function previewOf(
	events: CommandLineOut[],
	stderr: string,
	driver: string,
): Promise<Preview> {
	const notes = events.flatMap(event => (event.type === 'log' ? [event.text] : []));
	const error = events.find(event => event.type === 'error');
	const answer = (events as object[]).find(isAnswer);
	if (answer) return {...(await previewFrom(answer, notes, driver)), isFailure: false};
	const failure = error?.message ?? stderr.split('\n')[0]!;
	return {
		...{text: '', shown: SqlText.plain(''), dependencies: []},
		...{isSource: false, isFailure: failure !== ''},
		notes: failure === '' ? notes : [failure],
	};
}

function isAnswer(event: object): event is Answer {
	return 'sql' in event && Array.isArray(event.sql) && !('type' in event);
}

async function previewFrom(answer: Answer, notes: string[], driver: string) {
	const {sql, source, stoppedBy, transactional, dependencies = []} = answer;
	const more = stoppedBy ? [`-- Then it throws an error: ${stoppedBy}`] : [];
	const statements = [...sql, ...more];
	const isOutside = !transactional && source === undefined;
	return {
		text: source ?? statements.join('\n'),
		shown: source === undefined ? await formatted(statements, driver) : SqlText.plain(source),
		notes: isOutside ? [...notes, 'Not in a transaction.'] : notes,
		dependencies,
		isSource: source !== undefined,
	};
}
