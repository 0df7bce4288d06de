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
		status: ['Print the dashboard’s content as text', () => import('../commands/status.ts')],
		startproject: ['Create a project', () => import('../commands/startproject.ts')],
		init: ['Write settings for a plain MikroORM project', () => import('../commands/init.ts')],
		startapp: ['Create an app and add it to the settings', () => import('../commands/startapp.ts')],
		completion: [
			'Print a script that completes commands in a shell',
			() => import('../commands/completion.ts'),
		],
		check: ['Find problems before they cause a failure', () => import('../commands/check.ts')],
	}),
	...group('Migrations', {
		makemigrations: [
			'Write migrations for changed entities',
			() => import('../commands/makemigrations.ts'),
		],
		migrate: ['Apply or unapply migrations', () => import('../commands/migrate.ts')],
		showmigrations: [
			'List the migrations of each app, applied or not',
			() => import('../commands/showmigrations.ts'),
		],
		sqlmigrate: ['Print the SQL of a migration', () => import('../commands/sqlmigrate.ts')],
		squashmigrations: [
			'Replace several migrations with one',
			() => import('../commands/squashmigrations.ts'),
		],
		backfill: [
			'Show how far backfills are, or set their pace',
			() => import('../commands/backfill.ts'),
		],
		splitmigration: [
			'Split a migration into ones that a live site does not notice',
			() => import('../commands/splitmigration.ts'),
		],
		driftcheck: [
			'Compare the database with the migrations',
			() => import('../commands/driftcheck.ts'),
		],
	}),
	...group('Database', {
		dbterminate: [
			'End a session of the database that a migration waits for',
			() => import('../commands/dbterminate.ts'),
		],
		dbshell: ['Open the database’s own client', () => import('../commands/dbshell.ts')],
		shell: [
			'Open a REPL with orm, em, settings and the entities in scope',
			() => import('../commands/shell.ts'),
		],
	}),
	...group('Users', {
		createsuperuser: ['Create a superuser', () => import('../commands/createsuperuser.ts')],
		changepassword: [
			'Change the password of a user',
			() => import('../commands/changepassword.ts'),
		],
		unlocklogin: [
			'Let a user log in again after failed logins',
			() => import('../commands/unlocklogin.ts'),
		],
		clearsessions: ['Delete expired sessions', () => import('../commands/clearsessions.ts')],
	}),
	...group('Server', {
		runserver: ['Start the development server', () => import('../commands/runserver.ts')],
		stopserver: ['Stop the development server', () => import('../commands/stopserver.ts')],
		systemd: ['Print a systemd unit for production', () => import('../commands/systemd.ts')],
		log: ['Print the development server’s log', () => import('../commands/log.ts')],
	}),
};

function group(group: Group, entries: Record<string, [summary: string, load: Load]>) {
	const named = Object.entries(entries);
	return Object.fromEntries(named.map(([name, [summary, load]]) => [name, {summary, group, load}]));
}
