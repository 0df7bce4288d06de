import type {RequiredProperty} from '../contrib/auth/required-properties.ts';
import type {FieldErrors, SuperuserFields} from '../contrib/auth/superuser.ts';
import {openProject} from '../project/open/open.ts';
import type {Event} from '../runs/events.ts';
import {openAccountsOf} from './accounts.ts';

export type {FieldErrors, RequiredProperty, SuperuserFields};

/** How superusers are made here, whatever the project's entity of users is. */
export interface Superusers {
	/** What the login name is called. */
	usernameLabel: string;
	/** False where the name is an e-mail address, or the entity has none. */
	asksEmail: boolean;
	/** What the entity demands besides. */
	questions: RequiredProperty[];
	isTaken(username: string): Promise<boolean>;
	/** What is wrong with a superuser to be. */
	validate(fields: SuperuserFields): Promise<FieldErrors>;
	/** The same where weak passwords are taken. */
	validateIdentity(fields: SuperuserFields): Promise<FieldErrors>;
	/** @returns what is wrong; empty when it was created */
	create(fields: SuperuserFields, options: {bypassValidation?: boolean}): Promise<FieldErrors>;
	close(): Promise<void>;
}

/**
 * Those of the auth app, or of the entity that a plain MikroORM project names.
 * @throws CommandError as `openAccounts`; `plain-project` where no entity is named
 */
export async function* openSuperusers(directory: string): AsyncGenerator<Event, Superusers> {
	const project = await openProject(directory);
	if (project.kind === 'mikro-orm') {
		return yield* (await import('./plain-superusers.ts')).openPlainSuperusers(project);
	}
	const {auth, em, settings, close} = yield* openAccountsOf(project);
	return {
		usernameLabel: 'Username',
		asksEmail: true,
		questions: auth.superuserQuestions(em, settings),
		isTaken: username => auth.isTaken(em, settings, username),
		validate: fields => auth.validateSuperuser(em, settings, fields),
		validateIdentity: fields => auth.validateIdentity(em, settings, fields),
		create: (fields, options) => auth.createSuperuser(em, settings, fields, options),
		close,
	};
}
