import type {Command} from '../command-definition/command.ts';

export interface CommandEntry {
	summary: string;
	group: 'Project' | 'Migrations' | 'Database' | 'Users' | 'Server';
	load: () => Promise<{default: Command}>;
}

/** Every command by the name it is typed with; none is loaded before it is run. */
export const commands: Record<string, CommandEntry> = {
	status: {
		summary: 'The dashboard’s content as text',
		group: 'Project',
		load: () => import('./status.ts'),
	},
	startproject: {
		summary: 'Write a project that runs at once',
		group: 'Project',
		load: () => import('./startproject.ts'),
	},
	startapp: {
		summary: 'Write an app and register it in the settings',
		group: 'Project',
		load: () => import('./startapp.ts'),
	},
	check: {
		summary: 'Find what would fail, before it does',
		group: 'Project',
		load: () => import('./check.ts'),
	},
	makemigrations: {
		summary: 'Write migrations for what changed in the entities',
		group: 'Migrations',
		load: () => import('./makemigrations.ts'),
	},
	migrate: {
		summary: 'Apply or unapply migrations',
		group: 'Migrations',
		load: () => import('./migrate.ts'),
	},
	showmigrations: {
		summary: 'List the migrations of each app, applied or not',
		group: 'Migrations',
		load: () => import('./showmigrations.ts'),
	},
	sqlmigrate: {
		summary: 'Print the SQL of one migration; nothing is run',
		group: 'Migrations',
		load: () => import('./sqlmigrate.ts'),
	},
	squashmigrations: {
		summary: 'Write one migration in place of many',
		group: 'Migrations',
		load: () => import('./squashmigrations.ts'),
	},
	driftcheck: {
		summary: 'Compare the database with the migrations; read-only',
		group: 'Migrations',
		load: () => import('./driftcheck.ts'),
	},
	dbshell: {
		summary: 'Open the database’s own client',
		group: 'Database',
		load: () => import('./dbshell.ts'),
	},
	shell: {
		summary: 'Open a REPL with orm, em, settings and the entities in scope',
		group: 'Database',
		load: () => import('./shell.ts'),
	},
	createsuperuser: {
		summary: 'Create a user that may do everything',
		group: 'Users',
		load: () => import('./createsuperuser.ts'),
	},
	changepassword: {
		summary: 'Set the password of a user',
		group: 'Users',
		load: () => import('./changepassword.ts'),
	},
	unlocklogin: {
		summary: 'Forget failed logins, so that somebody may try again at once',
		group: 'Users',
		load: () => import('./unlocklogin.ts'),
	},
	clearsessions: {
		summary: 'Delete the sessions that have expired',
		group: 'Users',
		load: () => import('./clearsessions.ts'),
	},
	runserver: {
		summary: 'Start the development server',
		group: 'Server',
		load: () => import('./runserver.ts'),
	},
	stopserver: {
		summary: 'Stop the development server',
		group: 'Server',
		load: () => import('./stopserver.ts'),
	},
	systemd: {
		summary: 'Print a systemd unit for production',
		group: 'Server',
		load: () => import('./systemd.ts'),
	},
	log: {
		summary: 'Print the development server’s log',
		group: 'Server',
		load: () => import('./log.ts'),
	},
};
