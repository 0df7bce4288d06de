import type {EntityManager} from '@mikro-orm/core';
import {reportOfCode} from './auth-log.ts';
import {userProperties} from './entities.ts';
import {passwordErrors} from './password-rules.ts';
import {hashPassword} from './passwords.ts';
import {
	type Answers,
	answerErrors,
	constraintErrors,
	type RequiredProperty,
	requiredProperties,
	valuesOf,
} from './required-properties.ts';
import {type AuthSettings, userEntity} from './user-entity.ts';
import {
	emailErrors,
	incomplete,
	normaliseUsername,
	usernameErrors,
	usernameKeyOf,
} from './usernames.ts';

/** What a new superuser needs. */
export interface SuperuserFields {
	username: string;
	email: string;
	password: string;
	/** Undefined if it was not typed a second time. */
	passwordAgain?: string;
	/** For the properties in `superuserQuestions`. */
	answers?: Answers;
}

/** Sentences by field or property; valid ones have no key. */
export type FieldErrors = Record<string, string[]>;

const taken = 'That username is already taken.';

/** The properties that a superuser of this project needs besides name, email address and password. */
export function superuserQuestions(em: EntityManager, settings: AuthSettings): RequiredProperty[] {
	const metadata = em.getMetadata(userEntity(em, settings));
	return requiredProperties(metadata, Object.keys(userProperties));
}

/** How the superusers of one user entity are checked and stored. */
export interface SuperuserStore {
	questions: RequiredProperty[];
	usernameErrors(username: string): string[];
	emailErrors(email: string): string[];
	passwordErrors(fields: SuperuserFields): Promise<string[]>;
	isTaken(username: string): Promise<boolean>;
	insert(fields: SuperuserFields): Promise<void>;
}

function storeOf(em: EntityManager, settings: AuthSettings): SuperuserStore {
	return {
		questions: superuserQuestions(em, settings),
		...{usernameErrors, emailErrors},
		passwordErrors: fields => passwordErrors(settings, fields.password, fields),
		isTaken: username => isTaken(em, settings, username),
		insert: fields => insertSuperuser(em, settings, fields),
	};
}

/** Checks the fields of a new superuser, including the password rules. @returns empty if all are valid */
export function validateSuperuser(
	em: EntityManager,
	settings: AuthSettings,
	fields: SuperuserFields,
): Promise<FieldErrors> {
	return fieldErrors(storeOf(em, settings), fields);
}

/** Like `validateSuperuser`, without the password rules. */
export function validateIdentity(
	em: EntityManager,
	settings: AuthSettings,
	fields: SuperuserFields,
): Promise<FieldErrors> {
	return identityErrors(storeOf(em, settings), fields);
}

export async function fieldErrors(
	store: SuperuserStore,
	fields: SuperuserFields,
): Promise<FieldErrors> {
	const password =
		fields.password.trim() === ''
			? ["Blank passwords aren't allowed."]
			: await store.passwordErrors(fields);
	return {...(await identityErrors(store, fields)), ...(password.length > 0 && {password})};
}

export async function identityErrors(
	store: SuperuserStore,
	fields: SuperuserFields,
): Promise<FieldErrors> {
	const username = store.usernameErrors(fields.username);
	if (username.length === 0 && (await store.isTaken(fields.username))) username.push(taken);
	const email = store.emailErrors(fields.email);
	const {password, passwordAgain = password, answers = {}} = fields;
	const isTypable = password.isWellFormed();
	return {
		...(username.length > 0 && {username}),
		...(email.length > 0 && {email}),
		...(!isTypable && {password: [incomplete]}),
		...answerErrors(store.questions, answers),
		...(password !== passwordAgain && {passwordAgain: ["Your passwords didn't match."]}),
	};
}

/** Whether a user has this name or one that looks the same. */
export async function isTaken(
	em: EntityManager,
	settings: AuthSettings,
	username: string,
): Promise<boolean> {
	const usernameKey = usernameKeyOf(username);
	return (await em.count(userEntity(em, settings), {usernameKey})) > 0;
}

/**
 * Creates a superuser if all fields are valid.
 * @param bypassValidation skip the password rules. A blank password, a taken name and two different
 * passwords are still refused
 * @param report false if the caller tells the log and `settings.auth.onEvent`
 * @returns the errors; empty if the superuser was created
 */
export async function createSuperuser(
	em: EntityManager,
	settings: AuthSettings,
	fields: SuperuserFields,
	{report = true, ...options}: {bypassValidation?: boolean; report?: boolean} = {},
): Promise<FieldErrors> {
	const errors = await createIn(storeOf(em, settings), fields, options);
	if (report && Object.keys(errors).length === 0)
		void reportOfCode(settings, 'superuser-created', fields.username);
	return errors;
}

export async function createIn(
	store: SuperuserStore,
	fields: SuperuserFields,
	{bypassValidation = false}: {bypassValidation?: boolean},
): Promise<FieldErrors> {
	const validate = bypassValidation && fields.password.trim() !== '' ? identityErrors : fieldErrors;
	const errors = await validate(store, fields);
	if (Object.keys(errors).length > 0) return errors;
	try {
		await store.insert(fields);
		return {};
	} catch (error) {
		if (await store.isTaken(fields.username)) return {username: [taken]};
		const refused = constraintErrors(error, store.questions);
		if (refused) return refused;
		throw error;
	}
}

async function insertSuperuser(
	em: EntityManager,
	settings: AuthSettings,
	{username, email, password, answers = {}}: SuperuserFields,
): Promise<void> {
	const entity = userEntity(em, settings);
	const asked = superuserQuestions(em, settings);
	await em.insert(entity, {
		...valuesOf(asked, answers, em.getMetadata(entity)),
		username: normaliseUsername(username),
		usernameKey: usernameKeyOf(username),
		email,
		password: await hashPassword(password, settings.passwordHashCost),
		isActive: true,
		isStaff: true,
		isSuperuser: true,
		dateJoined: new Date(),
	});
}
