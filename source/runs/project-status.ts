import type {ErrorData} from '../errors/command-error.ts';

/** What panes draw and `status --json` prints: plain data, the contract's object. Times are ISO. */
export interface ProjectStatus {
	project: string;
	/** Absolute path of the project's root. */
	root: string;
	environment: string;
	database: DatabaseStatus;
	apps: AppStatus[];
	/** How many migrations are not applied, over all apps. */
	unapplied: number;
	server: ServerStatus;
	runs: RunStatus[];
	operators: OperatorStatus[];
	problems: Problem[];
	/** Where the database differs from the applied migrations; nothing until they were compared. */
	drift?: AppDrift[];
	/** True while entities have not been compared with the migrations yet. */
	incomplete?: boolean;
}

export interface DatabaseStatus {
	driver: string;
	name: string;
	host?: string;
	user?: string;
	reachable: boolean;
	error?: string;
	/** When one that is away is tried next, and how many seconds that is after the last try. */
	nextTry?: NextTry;
}

export interface NextTry {
	at: string;
	after: number;
}

export interface AppStatus {
	label: string;
	migrations: MigrationStatus[];
	/** What the entities have and no migration makes, one operation a line: `Create entity Profile`. */
	unmadeChanges: string[];
	/** The names of the leaves, when there is more than one. */
	conflict?: string[];
	/** The names of its migrations on disk, where the database cannot tell which are applied. */
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
	/** Absolute path of its file; nothing where the file is missing. */
	path?: string;
	missingFile?: boolean;
	edited?: boolean;
	/** As the plan has them, of what is not applied: what could go wrong, each with the safer way. */
	warnings: string[];
	/** Rows would be lost. */
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
	/** Only another user may read it. */
	| 'unknown';

export interface ServerStatus {
	state: ServerState;
	url?: string;
	/** Of one that is stopped: what `runserver` takes to start it where it ran, unless the settings say it. */
	address?: string;
	pid?: number;
	since?: string;
	operator?: string;
	restarts?: number;
	/** Why it crashed, with file and line where they are known, or why its state is not: one sentence. */
	reason?: string;
	/** `log write failed: …`: the disk is full, say, and what the application prints is lost. */
	logFailure?: string;
}

/** Whether there is a server to stop; one whose application crashed still holds its port. */
export function isUp({state}: ServerStatus): boolean {
	return state !== 'stopped' && state !== 'unknown';
}

export interface RunStatus {
	run: string;
	/** The name of the command: `migrate`. */
	kind: string;
	/** The command line: `migrate accounts --fake`. */
	command: string;
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
	/** The migration that it is about: `accounts.0001_initial`. */
	migration?: string;
}
