import type {EntityManager} from '@mikro-orm/core';
import {passwordErrors} from '../contrib/auth/password-rules.ts';
import {requiredProperties, valuesOf} from '../contrib/auth/required-properties.ts';
import {
	createIn,
	fieldErrors,
	identityErrors,
	type SuperuserStore,
} from '../contrib/auth/superuser.ts';
import {emailErrors, incomplete} from '../contrib/auth/usernames.ts';
import {missingFromDatabase} from '../errors/missing-table.ts';
import {readMigrationState, unappliedNotice} from '../migrations/graph/state.ts';
import type {Project} from '../project/project.ts';
import type {CompleteSettings} from '../project/settings/settings.ts';
import {type Event, log} from '../runs/events.ts';
import {noTable} from './accounts.ts';
import {reportOfCommand} from './auth-log.ts';
import {type PlainUser, plainUser} from './plain-user.ts';
import type {Superusers} from './superusers.ts';

/**
 * The superusers of a plain MikroORM project, with its own entity and hash function.
 * @throws CommandError `plain-project`, `user-entity`
 */
export async function* openPlainSuperusers(project: Project): AsyncGenerator<Event, Superusers> {
	const {orm} = await project.access.openOrm(project);
	try {
		const em = orm.em.fork();
		const user = await plainUser(project, em);
		yield* unappliedNotice(await readMigrationState(project)).map(log.notice);
		const store = storeOf(em, project.settings, user);
		return {
			usernameLabel: isEmail(user) ? 'Email address' : 'Username',
			asksEmail: user.email !== undefined,
			questions: store.questions,
			isTaken: store.isTaken,
			validate: fields => fieldErrors(store, fields),
			validateIdentity: fields => identityErrors(store, fields),
			async create(fields, options) {
				const errors = await createIn(store, fields, options);
				if (Object.keys(errors).length === 0)
					await reportOfCommand(project, 'superuser-created', fields.username);
				return errors;
			},
			close: () => orm.close(true),
		};
	} catch (error) {
		await orm.close(true);
		throw error;
	}
}

function storeOf(em: EntityManager, settings: CompleteSettings, user: PlainUser): SuperuserStore {
	const {metadata, username, email, password, superuser, hash} = user;
	const known = [username, password, ...(email ? [email] : []), ...Object.keys(superuser)];
	const questions = requiredProperties(metadata, known);
	return {
		questions,
		usernameErrors: name => nameErrors(name.trim(), user),
		emailErrors: address => (email ? emailErrors(address) : []),
		passwordErrors: ({username, email, password}) =>
			passwordErrors(
				settings,
				password,
				isEmail(user) ? {username: '', email: username} : {username, email},
			),
		isTaken: name =>
			onTables(async () => (await em.count(metadata.class, {[username]: name.trim()})) > 0),
		/** Uses the unit of work, so that the entity's hooks run. */
		insert: fields =>
			onTables(async () => {
				const fork = em.fork();
				fork.create(metadata.class as new () => object, {
					...valuesOf(questions, fields.answers ?? {}, metadata),
					...superuser,
					[username]: fields.username.trim(),
					...(email && {[email]: fields.email}),
					[password]: await hash(fields.password),
				});
				await fork.flush();
			}),
	};
}

/** Whether the login name is an email address. */
function isEmail({username}: PlainUser): boolean {
	return /e-?mail/i.test(username);
}

function nameErrors(name: string, user: PlainUser): string[] {
	if (name === '') return ['This field cannot be blank.'];
	if (!name.isWellFormed()) return [incomplete];
	const longest = user.metadata.props.find(({name}) => name === user.username)?.length;
	const length = [...name].length;
	if (longest !== undefined && length > longest) {
		return [`Ensure this value has at most ${longest} characters (it has ${length}).`];
	}
	return isEmail(user) ? emailErrors(name) : [];
}

async function onTables<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw missingFromDatabase(error) ? noTable(error) : error;
	}
}
