import type {OwnCommand} from '../command-definition/define-command.ts';

export interface CommandEntry {
	summary: string;
	group: 'Project' | 'Migrations' | 'Database' | 'Users' | 'Server';
	load: () => Promise<{default: OwnCommand<any, any>}>;
}

/** Every command by its name; none is loaded before it is run. */
export const commands: Record<string, CommandEntry> = {
	status: {
		summary: 'Print the dashboard’s content as text',
		group: 'Project',
		load: () => import('./status.ts'),
	},
	startproject: {
		summary: 'Create a project',
		group: 'Project',
		load: () => import('./startproject.ts'),
	},
	startapp: {
		summary: 'Create an app and add it to the settings',
		group: 'Project',
		load: () => import('./startapp.ts'),
	},
	check: {
		summary: 'Find problems before they cause a failure',
		group: 'Project',
		load: () => import('./check.ts'),
	},
	makemigrations: {
		summary: 'Write migrations for changed entities',
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
		summary: 'Print the SQL of a migration',
		group: 'Migrations',
		load: () => import('./sqlmigrate.ts'),
	},
	squashmigrations: {
		summary: 'Replace several migrations with one',
		group: 'Migrations',
		load: () => import('./squashmigrations.ts'),
	},
	driftcheck: {
		summary: 'Compare the database with the migrations',
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
		summary: 'Create a superuser',
		group: 'Users',
		load: () => import('./createsuperuser.ts'),
	},
	changepassword: {
		summary: 'Change the password of a user',
		group: 'Users',
		load: () => import('./changepassword.ts'),
	},
	unlocklogin: {
		summary: 'Let a user log in again after failed logins',
		group: 'Users',
		load: () => import('./unlocklogin.ts'),
	},
	clearsessions: {
		summary: 'Delete expired sessions',
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
