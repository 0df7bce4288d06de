/** The next step after an error, for programs. The hint says the same to people. */
export interface Way {
	/** A stable machine name in kebab-case: `use-port`. */
	id: string;
	/** The command for this step: `quarterdeck runserver 8001`. */
	command: string;
	/** Of `use-port`. */
	port?: number;
	/** Of `serve-script`: its name in package.json, and what it runs. */
	script?: {name: string; text: string};
}

/** Steps without parameters. */
export const ways = {
	checkDrift: {id: 'check-drift', command: 'quarterdeck driftcheck'},
	makeMigrations: {id: 'make-migrations', command: 'quarterdeck makemigrations'},
	mergeMigrations: {id: 'merge-migrations', command: 'quarterdeck makemigrations --merge'},
	migrate: {id: 'migrate', command: 'quarterdeck migrate'},
	resume: {id: 'resume', command: 'quarterdeck migrate --resume'},
	markApplied: {id: 'mark-applied', command: 'quarterdeck migrate --mark-applied'},
	startOver: {id: 'start-over', command: 'quarterdeck migrate --start-over'},
	readLog: {id: 'read-log', command: 'quarterdeck log'},
	startServer: {id: 'start-server', command: 'quarterdeck runserver'},
	stopServer: {id: 'stop-server', command: 'quarterdeck stopserver'},
	forceStopServer: {id: 'stop-server-force', command: 'quarterdeck stopserver --force --noinput'},
} satisfies Record<string, Way>;

export function portWay(port: number): Way {
	return {id: 'use-port', command: `quarterdeck runserver ${port}`, port};
}

/** Of a warning of a plan. */
export function splitWay(app: string, name: string): Way {
	return {id: 'split-migration', command: `quarterdeck splitmigration ${app} ${name}`};
}

/** How to settle an unfinished migration. Each id is also an option of `migrate`. */
export const unfinishedWays: Way[] = [ways.resume, ways.markApplied, ways.startOver];
