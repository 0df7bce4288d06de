import type {ErrorData} from '../errors/command-error.ts';
import type {Way} from '../errors/ways.ts';
import type {ProcessIdentity} from '../system/process-identity.ts';

/**
 * What a command reports. The terminal prints these events, `--json` and the journal write
 * one per line, and the dashboard displays them. `at` (ISO time) is added when an event is written.
 */
export type Event =
	| RunStarted
	/** `preview` when nothing is applied; then with what a rehearsal of the same plan found. */
	| {type: 'plan'; steps: PlanStep[]; target: string; preview?: true; rehearsal?: Rehearsal}
	| Question
	| {type: 'waiting-for-lock'; holder: string}
	| StepWaiting
	| {type: 'applying'; migration: string; index: number; total: number}
	| {type: 'unapplying'; migration: string; index: number; total: number}
	| {type: 'applied'; migration: string; milliseconds: number}
	| {type: 'unapplied'; migration: string; milliseconds: number}
	| {type: 'faked'; migration: string; milliseconds: number}
	| Backfilling
	| {type: 'statement'; index: number; total: number; sql: string}
	/** A step begins on a copy of the database. */
	| {type: 'rehearsing'; phase: RehearsalPhase; migration: string; index: number; total: number}
	| ({type: 'rehearsed'; phase: RehearsalPhase} & RehearsedStep)
	| MigrationFailed
	| {type: 'migration-written'; app: string; path: string; operations: string[]}
	/** `source: 'server'` marks a sanitised line of the development server's log. */
	| {type: 'log'; level: LogLevel; text: string; source?: 'server'}
	| {type: 'run-ended'; exitCode: number}
	| ({type: 'error'} & ErrorData)
	/**
	 * The answer of a read-only command, as a plain object; `text` is its form for a terminal,
	 * below the bold `title` if there is one. `unrecorded` keeps it out of the journal.
	 */
	| {type: 'result'; value: object; text: string; title?: string; unrecorded?: true};

/** The event as it is written, with its time. */
export function stamped({type, ...rest}: Event): object {
	return {type, at: new Date().toISOString(), ...rest};
}

export interface RunStarted extends ProcessIdentity {
	type: 'run-started';
	run: string;
	/** The name of the command: `migrate`. */
	kind: string;
	/** The command line, without secrets: `migrate accounts --fake`. */
	command: string;
	/** It runs on a copy of the database. */
	rehearses?: true;
	operator: string;
	host: string;
	/** The project's; older versions did not record it. */
	folder?: string;
}

/** `heading` is bold, `notice` red, `success` green; the others are log levels. */
export type LogLevel = 'info' | 'heading' | 'notice' | 'success' | 'warning' | 'error';

const lineAt = (level: LogLevel) => (text: string) => ({type: 'log', level, text}) as const;

/** Creates lines for display: `yield log.info('No changes detected')`. */
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
	/** What could go wrong. Without any, the migration is safe. */
	warnings: PlanWarning[];
	/** Rows would be lost, so it needs consent. */
	losesData?: boolean;
	/** The SQL statements, if the plan was requested with SQL. */
	sql?: string[];
	/** For each statement of `sql`, what it keeps others from, table by table; not of SQLite. */
	impacts?: Impact[][];
	/** The source of a migration that runs code, in place of its SQL. */
	source?: string;
	/** Of a backfill, whose `sql` is that of one batch. */
	backfill?: PlannedBackfill;
	/** If the plan was rehearsed as it is: what each of `sql` took on the copy; null for what was not sent. */
	rehearsed?: (RehearsedStatement | null)[];
}

export interface PlannedBackfill {
	/** The entity's name; without the SQL, it is not known. */
	entity?: string;
	/** How many rows are filled already. */
	filled?: number;
	/** How many there are to fill; null where they could not be counted. */
	rows?: number | null;
}

/** How far a backfill is; at most about twice a second. */
export interface Backfilling {
	type: 'backfilling';
	migration: string;
	/** Rows, and how many there were when it began; null where they could not be counted. */
	filled: number;
	total: number | null;
	/** Rows, in the last seconds. */
	perSecond: number;
	/** Seconds; null where they are not known, and while it is paused. */
	remaining: number | null;
	/** Rows in a batch. */
	batch: number;
	pace: 'normal' | 'slow' | 'paused';
	/** For whom it goes slower by itself: `a replica that is 12 s behind`. */
	waitingFor?: string;
}

/** What a statement does to others who use a table. */
export interface Impact {
	table: string;
	/**
	 * On PostgreSQL its name for the lock: `access exclusive`. On MySQL and MariaDB `none`, `shared` or `exclusive` of a
	 * change of the schema, `row` or `exclusive metadata` of another statement.
	 */
	lock: string;
	/** How MySQL or MariaDB changes the schema of the table; `nocopy` is MySQL's `inplace` that rewrites nothing. */
	algorithm?: 'instant' | 'nocopy' | 'inplace' | 'copy';
	/** Whether all rows are written anew under it. */
	rewrites: boolean;
	/** Of the table, with its indexes. */
	bytes: number;
	/** An estimate from a million on; null where they could not be counted. */
	rows: number | null;
}

/** The plan, its steps undone in reverse, and the plan again. */
export type RehearsalPhase = 'plan' | 'reverse' | 'again';

/** What a statement took on a copy of the database. */
export interface RehearsedStatement {
	sql: string;
	milliseconds: number;
	/** How many rows it changed, where the database says so. */
	rows?: number;
}

export interface RehearsedStep {
	migration: string;
	direction: 'forwards' | 'backwards';
	/** With its transaction and the record of it. */
	milliseconds: number;
	statements: RehearsedStatement[];
}

/** How long something will take, in milliseconds: probably, and most likely between these two. */
export interface Estimate {
	milliseconds: number;
	from: number;
	to: number;
}

/** What a plan did on a copy of the database: it ran, was undone, and ran again. */
export interface Rehearsal {
	/** Of the migrations as they were, and their database. */
	plan: string;
	/** ISO time when it ended. */
	at: string;
	copy: 'full' | 'sample';
	/** Of a sample: at most so many rows of each table, besides those that they refer to. */
	rows?: number;
	/** How large the source was; null where it could not be asked. */
	bytes: number | null;
	/** The plan, when it ran first. */
	steps: RehearsedStep[];
	/** Of the real run. */
	estimate: Estimate;
	/** Whether all of it was undone. */
	reversible: boolean;
	/** Whether the schema was the same after the second time. */
	sameAfterwards: boolean;
}

/** What a migration could destroy, block or break. */
export interface PlanWarning {
	/** `DL001`, as docs/migrations.md lists them; `missing-file`, `throws` and `backfill` are none of them. */
	code: string;
	message: string;
	/** How many rows it concerns, if they could be counted. */
	rows?: number;
	/** One sentence: the safer way. */
	safer?: string;
	/** It needs consent. */
	losesData?: true;
	/** The reason for which the migration's author consents to it. */
	accepted?: string;
	/** A command that writes the safer way. */
	way?: Way;
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
	/** The flag that answers it: `--rename accounts.profile.bio=about`. */
	flag: string;
	/** Another way than the flag. */
	hint?: string;
	/** Of `unfinished`: the migration, and how to settle it. */
	migration?: string;
	ways?: Way[];
}

/** A session of the database that keeps another one waiting. What the database does not say is null. */
export interface Blocker {
	pid: number;
	user: string | null;
	/** The program, as it calls itself. */
	application: string | null;
	/** What it runs, or ran last. */
	query: string | null;
	/** ISO time when its transaction began. */
	since: string | null;
}

/** A statement does not get a lock. It waits, or gives way to those that wait behind it. */
export interface StepWaiting {
	type: 'step-waiting';
	migration: string;
	/** From 1; 0 when it is none of the migration's own. */
	statement: number;
	sql: string;
	/** From 1. */
	attempt: number;
	/** How many there are at most. */
	attempts: number;
	/** ISO time of the next attempt; null while this one waits. */
	nextTry: string | null;
	blockers: Blocker[];
	/** How many sessions wait behind it. */
	queued: number;
}

export interface MigrationFailed {
	type: 'failed';
	migration: string;
	/** The number of the statement, from 1; 0 when `sql` only describes where it failed. */
	statement: number;
	sql: string;
	/** The database's error message. */
	message: string;
	rolledBack: boolean;
	/** The connection ended before the answer: what failed may be done all the same. */
	mayBeDone?: true;
	/** Of a backfill: the rows of the batches before, which stay filled. */
	filled?: number;
	/** What remains in the database after the failure. */
	alreadyExecuted: string[];
	/** The next steps. */
	ways: Way[];
}
