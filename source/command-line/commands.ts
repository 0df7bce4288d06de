import type {OwnCommand} from '../command-definition/define-command.ts';

type Group = 'Project' | 'Migrations' | 'Database' | 'Users' | 'Server';
type Load = () => Promise<{default: OwnCommand<any, any>}>;

interface CommandEntry {
	summary: string;
	group: Group;
	load: Load;
}

/** Every command by its name; none is loaded before it is run. */
export const commands: Record<string, CommandEntry> = {
	...group('Project', {
		status: [
			'Print the dashboard’s content as text',
			() => import('../commands/project/status.ts'),
		],
		startproject: ['Create a project', () => import('../commands/project/startproject.ts')],
		init: [
			'Write settings for a plain MikroORM project',
			() => import('../commands/project/init.ts'),
		],
		startapp: [
			'Create an app and add it to the settings',
			() => import('../commands/project/startapp.ts'),
		],
		completion: [
			'Print a script that completes commands in a shell',
			() => import('../commands/project/completion.ts'),
		],
		sendtestemail: ['Send a test e-mail', () => import('../commands/project/sendtestemail.ts')],
		test: [
			'Run the tests, each on a database of its own',
			() => import('../commands/project/test.ts'),
		],
		diffsettings: [
			'Print the settings that differ from the defaults',
			() => import('../commands/project/diffsettings.ts'),
		],
		check: [
			'Find problems before they cause a failure',
			() => import('../commands/project/check.ts'),
		],
	}),
	...group('Migrations', {
		makemigrations: [
			'Write migrations for changed entities',
			() => import('../commands/migrations/makemigrations.ts'),
		],
		migrate: ['Apply or unapply migrations', () => import('../commands/migrations/migrate.ts')],
		showmigrations: [
			'List the migrations of each app, applied or not',
			() => import('../commands/migrations/showmigrations.ts'),
		],
		sqlmigrate: [
			'Print the SQL of a migration',
			() => import('../commands/migrations/sqlmigrate.ts'),
		],
		squashmigrations: [
			'Replace several migrations with one',
			() => import('../commands/migrations/squashmigrations.ts'),
		],
		backfill: [
			'Show how far backfills are, or set their pace',
			() => import('../commands/migrations/backfill.ts'),
		],
		splitmigration: [
			'Split a migration into ones that a live site does not notice',
			() => import('../commands/migrations/splitmigration.ts'),
		],
		driftcheck: [
			'Compare the database with the migrations',
			() => import('../commands/migrations/driftcheck.ts'),
		],
	}),
	...group('Database', {
		dbterminate: [
			'End a session of the database that a migration waits for',
			() => import('../commands/database/dbterminate.ts'),
		],
		dumpdata: [
			'Write rows as lines of JSON, for any database',
			() => import('../commands/database/dumpdata.ts'),
		],
		loaddata: ['Load rows from a dump', () => import('../commands/database/loaddata.ts')],
		inspectdb: [
			'Print entities for the tables of the database',
			() => import('../commands/database/inspectdb.ts'),
		],
		flush: ['Delete all rows', () => import('../commands/database/flush.ts')],
		dbshell: ['Open the database’s own client', () => import('../commands/database/dbshell.ts')],
		shell: [
			'Open a REPL with orm, em, settings and the entities in scope',
			() => import('../commands/database/shell.ts'),
		],
	}),
	...group('Users', {
		createsuperuser: ['Create a superuser', () => import('../commands/users/createsuperuser.ts')],
		changepassword: [
			'Change the password of a user',
			() => import('../commands/users/changepassword.ts'),
		],
		unlocklogin: [
			'Let a user log in again after failed logins',
			() => import('../commands/users/unlocklogin.ts'),
		],
		clearsessions: ['Delete expired sessions', () => import('../commands/users/clearsessions.ts')],
	}),
	...group('Server', {
		runserver: ['Start the development server', () => import('../commands/server/runserver.ts')],
		showurls: ['List the routes', () => import('../commands/server/showurls.ts')],
		stopserver: ['Stop the development server', () => import('../commands/server/stopserver.ts')],
		systemd: ['Print a systemd unit for production', () => import('../commands/server/systemd.ts')],
		log: ['Print the development server’s log', () => import('../commands/server/log.ts')],
	}),
};

function group(group: Group, entries: Record<string, [summary: string, load: Load]>) {
	const named = Object.entries(entries);
	return Object.fromEntries(named.map(([name, [summary, load]]) => [name, {summary, group, load}]));
}
