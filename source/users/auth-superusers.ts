import type {Project} from '../project/project.ts';
import type {Event} from '../runs/events.ts';
import {openAccountsOf} from './accounts.ts';
import type {Superusers} from './superusers.ts';

/**
 * The superusers of Quarterdeck's auth app.
 * @throws CommandError as `openAccounts`
 */
export async function* openAuthSuperusers(project: Project): AsyncGenerator<Event, Superusers> {
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
