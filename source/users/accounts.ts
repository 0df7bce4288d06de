import type {EntityManager} from '@mikro-orm/core';
import {CommandError} from '../errors/command-error.ts';
import {ways} from '../errors/ways.ts';
import {readMigrationState, unappliedNotice} from '../migrations/graph/state.ts';
import type {App} from '../project/apps/app-registry.ts';
import {importFromProject} from '../project/import/import-source.ts';
import {type Project, requireSettings} from '../project/project.ts';
import type {AuthEvent} from '../project/settings/auth-event.ts';
import type {CompleteSettings} from '../project/settings/settings.ts';
import {type Event, log} from '../runs/events.ts';
import {reportOfCommand} from './auth-log.ts';

/** A project's users, opened for a command. */
export interface Accounts {
	em: EntityManager;
	/** The project's own copy of the auth app. */
	auth: typeof import('../contrib/auth/index.ts');
	settings: CompleteSettings;
	/** Tells the log and `settings.auth.onEvent` what the command did. Never fails. */
	report(type: AuthEvent['type'], username: string): Promise<void>;
	close(): Promise<void>;
}

/**
 * Opens a project's users and reports unapplied migrations.
 * @throws CommandError `unapplied-migrations` when the table of users may be missing; `unknown-app`
 */
export async function* openAccounts(project: Project): AsyncGenerator<Event, Accounts> {
	requireSettings(project, 'it has no users of ours');
	const {settings} = project;
	const {app, module} = await importBuiltIn(project, 'quarterdeck/auth', 'users');
	const state = await readMigrationState(project);
	yield* unappliedNotice(state).map(log.notice);
	const owners = [app.label, settings.auth.user?.split('.')[0]];
	if (state.unapplied.some(migration => owners.includes(migration.app))) throw noTable();
	const {orm} = await project.access.openOrm(project);
	return {
		em: orm.em.fork(),
		auth: module,
		settings,
		report: (type, username) => reportOfCommand(project, type, username),
		close: () => orm.close(true),
	};
}

/**
 * The project's own copy of one of our apps.
 * @param what the feature that the app provides
 * @throws CommandError `unknown-app`
 */
export async function importBuiltIn(
	{apps, root}: Project,
	appName: string,
	what: string,
): Promise<{app: App; module: any}> {
	const app = apps.find(({name}) => name === appName);
	if (app) return {app, module: await importFromProject(appName, root)};
	throw new CommandError(`This project has no ${what}: settings.apps does not name ${appName}.`, {
		code: 'unknown-app',
		hint: `Add '${appName}' to apps in settings.ts.`,
	});
}

export function noTable(cause?: unknown): CommandError {
	return new CommandError('There is no table for users yet.', {
		code: 'unapplied-migrations',
		hint: "Run 'quarterdeck migrate' (M in the dashboard) first.",
		ways: [ways.migrate],
		cause,
	});
}

/** Why a password on the command line is rejected. */
export const passwordRefused =
	'A password is not accepted on the command line: everybody on this machine could read it there, and the shell records it.';
