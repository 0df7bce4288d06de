import type {ErrorData} from '../errors/command-error.ts';
import type {Way} from '../errors/ways.ts';
import type {ProcessIdentity} from '../system/process-identity.ts';

/**
 * What a command reports while it works. The terminal prints these, `--json` and the journal write
 * them one a line, the dashboard draws them. `at` (ISO time) is added when an event is written.
 */
export type Event =
	| RunStarted
	/** `preview` when nothing will be run. */
	| {type: 'plan'; steps: PlanStep[]; target: string; preview?: true}
	| Question
	| {type: 'waiting-for-lock'; holder: string}
	| {type: 'applying'; migration: string; index: number; total: number}
	| {type: 'unapplying'; migration: string; index: number; total: number}
	| {type: 'applied'; migration: string; milliseconds: number}
	| {type: 'unapplied'; migration: string; milliseconds: number}
	| {type: 'faked'; migration: string; milliseconds: number}
	| {type: 'statement'; index: number; total: number; sql: string}
	| MigrationFailed
	| {type: 'migration-written'; app: string; path: string; operations: string[]}
	/** `source: 'server'` marks a line of the development server's log, sanitised. */
	| {type: 'log'; level: LogLevel; text: string; source?: 'server'}
	| {type: 'run-ended'; exitCode: number}
	| ({type: 'error'} & ErrorData)
	/**
	 * The answer of a command that reads, as a plain object; `text` is what a terminal shows for it,
	 * below the bold line `title` if there is one. `unrecorded`: for the asker alone, not the journal.
	 */
	| {type: 'result'; value: object; text: string; title?: string; unrecorded?: true};

export interface RunStarted extends ProcessIdentity {
	type: 'run-started';
	run: string;
	/** The name of the command: `migrate`. */
	kind: string;
	/** The command line, without secrets: `migrate accounts --fake`. */
	command: string;
	operator: string;
	host: string;
}

/** `heading` is drawn bold, `notice` red, `success` green; the levels of a log are as usual. */
export type LogLevel = 'info' | 'heading' | 'notice' | 'success' | 'warning' | 'error';

const lineAt = (level: LogLevel) => (text: string) => ({type: 'log', level, text}) as const;

/** Lines for people, each of one level: `yield log.info('No changes detected')`. */
export const log = {
	info: lineAt('info'),
	heading: lineAt('heading'),
	notice: lineAt('notice'),
	success: lineAt('success'),
	warning: lineAt('warning'),
	error: lineAt('error'),
};

export interface PlanStep {
	/** `accounts.0001_initial` */
	migration: string;
	direction: 'forwards' | 'backwards';
	/** What could go wrong, each with the safer way; empty when nothing can. */
	warnings: string[];
	/** Rows would be lost: it needs consent. */
	losesData?: boolean;
	/** The statements that would run, when the plan was asked for with its SQL. */
	sql?: string[];
}

export interface Question {
	type: 'question';
	id: string;
	kind:
		| 'rename-entity'
		| 'rename-property'
		| 'one-off-default'
		| 'null-to-not-null'
		| 'merge'
		| 'unfinished'
		| 'confirm';
	text: string;
	choices: string[];
	/** What answers it without a terminal: `--rename accounts.profile.bio=about`. */
	flag: string;
	/** Of `unfinished`: the migration, and the ways to settle it. */
	migration?: string;
	ways?: Way[];
}

export interface MigrationFailed {
	type: 'failed';
	migration: string;
	/** Which statement, from 1; 0 when it was none, and `sql` says where it happened instead. */
	statement: number;
	sql: string;
	/** The database's own words. */
	message: string;
	rolledBack: boolean;
	/** What stays in the database although the migration failed. */
	alreadyExecuted: string[];
	/** What can be done next. */
	ways: Way[];
}
