import {openProject} from '../project/open/open.ts';
import type {Project} from '../project/project.ts';
import type {Event} from '../runs/events.ts';
import {openAccounts} from './accounts.ts';
import type {Superusers} from './superusers.ts';

/**
 * The superusers of the auth app, or of a plain MikroORM project's entity.
 * @param directory a folder in the project
 * @throws CommandError as `openAccounts`; `plain-project` when no entity is configured
 */
export async function* openSuperusers(directory: string): AsyncGenerator<Event, Superusers> {
	const project = await openProject(directory);
	if (project.kind === 'quarterdeck') return yield* openAuthSuperusers(project);
	return yield* (await import('./plain-superusers.ts')).openPlainSuperusers(project);
}

async function* openAuthSuperusers(project: Project): AsyncGenerator<Event, Superusers> {
	const {auth, em, settings, report, close} = yield* openAccounts(project);
	return {
		usernameLabel: 'Username',
		asksEmail: true,
		questions: auth.superuserQuestions(em, settings),
		isTaken: username => auth.isTaken(em, settings, username),
		validate: fields => auth.validateSuperuser(em, settings, fields),
		validateIdentity: fields => auth.validateIdentity(em, settings, fields),
		async create(fields, options) {
			const silently = {...options, report: false};
			const errors = await auth.createSuperuser(em, settings, fields, silently);
			if (Object.keys(errors).length === 0) await report('superuser-created', fields.username);
			return errors;
		},
		close,
	};
}
