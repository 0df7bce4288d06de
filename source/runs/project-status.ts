import {type ErrorData, noSnapshot} from '../errors/command-error.ts';
import type {PlanWarning} from './events.ts';

/** The status in panes and in `status --json`: plain data, with ISO times. */
export interface ProjectStatus {
	project: string;
	/** Absolute path of the project's root. */
	root: string;
	environment: string;
	/** Of a project without `settings.ts`, where MikroORM's own command line works as well. */
	kind?: 'mikro-orm';
	database: DatabaseStatus;
	apps: AppStatus[];
	/** The number of unapplied migrations of all apps. */
	unapplied: number;
	server: ServerStatus;
	runs: RunStatus[];
	operators: OperatorStatus[];
	problems: Problem[];
	/** How the database differs from the applied migrations; undefined until compared. */
	drift?: AppDrift[];
	/** True until entities have been compared with the migrations. */
	incomplete?: boolean;
}

export interface DatabaseStatus {
	driver: string;
	name: string;
	host?: string;
	user?: string;
	reachable: boolean;
	error?: string;
	/** When an unreachable one is retried, and how many seconds after the last attempt. */
	nextTry?: NextTry;
}

export interface NextTry {
	at: string;
	after: number;
}

export interface AppStatus {
	label: string;
	migrations: MigrationStatus[];
	/** Changes to entities without a migration, one operation per line: `Create entity Profile`. */
	unmadeChanges: string[];
	/** Why they are unknown: `no snapshot`. */
	notCompared?: string;
	/** The names of the leaves, when there is more than one. */
	conflict?: string[];
	/** The names of all migrations on disk, when the database is unreachable. */
	files?: string[];
}

/** One difference, as a sentence. */
export interface AppDrift {
	app: string;
	text: string;
}

export interface MigrationStatus {
	name: string;
	applied: string | null;
	/** Absolute path of its file; null when the file is missing. */
	path?: string;
	missingFile?: boolean;
	edited?: boolean;
	/** It fills rows, and how many it has filled if it is not done. */
	backfill?: {filled?: number; total?: number | null};
	/** The plan's warnings for an unapplied migration, each with a safer way. */
	warnings: PlanWarning[];
	losesData?: boolean;
}

export type ServerState =
	| 'stopped'
	| 'starting'
	| 'running'
	| 'reloading'
	| 'crashed'
	| 'stopping'
	| 'unresponsive'
	/** Only readable by another user. */
	| 'unknown';

export interface ServerStatus {
	state: ServerState;
	url?: string;
	/** The arguments with which `runserver` starts a stopped one again, unless the settings have them. */
	address?: string;
	pid?: number;
	since?: string;
	operator?: string;
	restarts?: number;
	/** Why it crashed, with file and line if known, or why its state is unknown: one sentence. */
	reason?: string;
	/** `log write failed: …`, for example because the disk is full; output of the application is lost. */
	logFailure?: string;
}

/** Whether there is a server to stop. One whose application crashed still holds its port. */
export function isUp({state}: ServerStatus): boolean {
	return state !== 'stopped' && state !== 'unknown';
}

export interface RunStatus {
	run: string;
	/** The name of the command: `migrate`. */
	kind: string;
	/** The command line: `migrate accounts --fake`. */
	command: string;
	/** It runs on a copy of the database. */
	rehearses?: true;
	operator: string;
	host: string;
	pid: number;
	since: string;
}

export interface OperatorStatus {
	user: string;
	host: string;
	tty?: string;
	pid: number;
	since: string;
}

export interface Problem extends ErrorData {
	/** The migration concerned: `accounts.0001_initial`. */
	migration?: string;
	hinders?: Hindered;
}

/** Other problems are how things are, and fail nothing. */
export function isFailure({code}: Problem): boolean {
	return code !== noSnapshot;
}

/**
 * What fails because of a problem: every command, those that need the database, the entities or the
 * migrations, or only `makemigrations`.
 */
export type Hindered = 'everything' | 'database' | 'entities' | 'migrations' | 'makemigrations';
