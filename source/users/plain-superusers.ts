import type {EntityManager} from '@mikro-orm/core';
import {passwordErrors} from '../contrib/auth/password-rules.ts';
import {
	answerErrors,
	constraintErrors,
	requiredProperties,
	valuesOf,
} from '../contrib/auth/required-properties.ts';
import {emailErrors} from '../contrib/auth/usernames.ts';
import {missingFromDatabase} from '../errors/missing-table.ts';
import {readMigrationState, unappliedNotice} from '../migrations/graph/state.ts';
import type {Project} from '../project/project.ts';
import type {CompleteSettings} from '../project/settings/settings.ts';
import {type Event, log} from '../runs/events.ts';
import {noTable} from './accounts.ts';
import {type PlainUser, plainUser} from './plain-user.ts';
import type {FieldErrors, RequiredProperty, SuperuserFields, Superusers} from './superusers.ts';

const taken = 'That username is already taken.';

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
		return new PlainSuperusers(em, project.settings, user, () => orm.close(true));
	} catch (error) {
		await orm.close(true);
		throw error;
	}
}

class PlainSuperusers implements Superusers {
	readonly usernameLabel: string;
	readonly asksEmail: boolean;
	readonly questions: RequiredProperty[];
	readonly close: () => Promise<void>;
	readonly #em: EntityManager;
	readonly #settings: CompleteSettings;
	readonly #user: PlainUser;
	/** Whether the login name is an email address. */
	readonly #isEmail: boolean;

	constructor(
		em: EntityManager,
		settings: CompleteSettings,
		user: PlainUser,
		close: () => Promise<void>,
	) {
		const {metadata, username, email, password, superuser} = user;
		const known = [username, password, ...(email ? [email] : []), ...Object.keys(superuser)];
		this.#em = em;
		this.#settings = settings;
		this.#user = user;
		this.close = close;
		this.#isEmail = /e-?mail/i.test(username);
		this.usernameLabel = this.#isEmail ? 'Email address' : 'Username';
		this.asksEmail = email !== undefined;
		this.questions = requiredProperties(metadata, known);
	}

	async isTaken(username: string): Promise<boolean> {
		return this.#onTables(async () => {
			const where = {[this.#user.username]: username.trim()};
			return (await this.#em.count(this.#user.metadata.class, where)) > 0;
		});
	}

	async validate(fields: SuperuserFields): Promise<FieldErrors> {
		const {username, email, password} = fields;
		const person = this.#isEmail ? {username: '', email: username} : {username, email};
		const weak =
			password.trim() === ''
				? ["Blank passwords aren't allowed."]
				: await passwordErrors(this.#settings, password, person);
		return {...(await this.validateIdentity(fields)), ...(weak.length > 0 && {password: weak})};
	}

	async validateIdentity(fields: SuperuserFields): Promise<FieldErrors> {
		const {password, passwordAgain = password, answers = {}} = fields;
		const username = await this.#usernameErrors(fields.username.trim());
		const email = this.asksEmail ? emailErrors(fields.email) : [];
		return {
			...(username.length > 0 && {username}),
			...(email.length > 0 && {email}),
			...answerErrors(this.questions, answers),
			...(password !== passwordAgain && {passwordAgain: ["Your passwords didn't match."]}),
		};
	}

	async create(
		fields: SuperuserFields,
		{bypassValidation = false}: {bypassValidation?: boolean},
	): Promise<FieldErrors> {
		const bypass = bypassValidation && fields.password.trim() !== '';
		const errors = bypass ? await this.validateIdentity(fields) : await this.validate(fields);
		if (Object.keys(errors).length > 0) return errors;
		try {
			await this.#onTables(() => this.#insert(fields));
			return {};
		} catch (error) {
			if (await this.isTaken(fields.username)) return {username: [taken]};
			const refused = constraintErrors(error, this.questions);
			if (refused) return refused;
			throw error;
		}
	}

	/** Uses the unit of work, so that the entity's hooks run. */
	async #insert({username, email, password, answers = {}}: SuperuserFields): Promise<void> {
		const {metadata, superuser, hash, ...names} = this.#user;
		const em = this.#em.fork();
		em.create(metadata.class as new () => object, {
			...valuesOf(this.questions, answers, metadata),
			...superuser,
			[names.username]: username.trim(),
			...(names.email && {[names.email]: email}),
			[names.password]: await hash(password),
		});
		await em.flush();
	}

	async #usernameErrors(username: string): Promise<string[]> {
		if (username === '') return ['This field cannot be blank.'];
		const longest = this.#user.metadata.props.find(
			({name}) => name === this.#user.username,
		)?.length;
		const length = [...username].length;
		if (longest !== undefined && length > longest) {
			return [`Ensure this value has at most ${longest} characters (it has ${length}).`];
		}
		const errors = this.#isEmail ? emailErrors(username) : [];
		if (errors.length > 0) return errors;
		return (await this.isTaken(username)) ? [taken] : [];
	}

	async #onTables<T>(work: () => Promise<T>): Promise<T> {
		try {
			return await work();
		} catch (error) {
			throw missingFromDatabase(error) ? noTable(error) : error;
		}
	}
}
