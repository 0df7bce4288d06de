import type {EntityManager} from '@mikro-orm/core';
import {userProperties} from './entities.ts';
import {passwordErrors} from './password-rules.ts';
import {hashPassword} from './passwords.ts';
import {
	type Answers,
	answerErrors,
	type RequiredProperty,
	refusedBy,
	requiredProperties,
	valuesOf,
} from './required-properties.ts';
import {type AuthSettings, userEntity} from './user-entity.ts';
import {emailErrors, normaliseUsername, usernameErrors, usernameKeyOf} from './usernames.ts';

export interface SuperuserFields {
	username: string;
	email: string;
	password: string;
	/** Left out where nobody typed it a second time. */
	passwordAgain?: string;
	/** For what the project's own entity of users demands besides. See `superuserQuestions`. */
	answers?: Answers;
}

/** Sentences by field or asked property; no key for what is right. */
export type FieldErrors = Record<string, string[]>;

const taken = 'That username is already taken.';

/** What a superuser of this project needs besides name, e-mail and password. */
export function superuserQuestions(em: EntityManager, settings: AuthSettings): RequiredProperty[] {
	const metadata = em.getMetadata(userEntity(em, settings));
	return requiredProperties(metadata, Object.keys(userProperties));
}

/** What is wrong with a superuser to be. */
export async function validateSuperuser(
	em: EntityManager,
	settings: AuthSettings,
	fields: SuperuserFields,
): Promise<FieldErrors> {
	const password =
		fields.password.trim() === ''
			? ["Blank passwords aren't allowed."]
			: await passwordErrors(settings, fields.password, fields);
	const errors = await validateIdentity(em, settings, fields);
	return {...errors, ...(password.length > 0 && {password})};
}

/** What is wrong even where the rules for passwords are bypassed; a blank password aside. */
export async function validateIdentity(
	em: EntityManager,
	settings: AuthSettings,
	fields: SuperuserFields,
): Promise<FieldErrors> {
	const username = usernameErrors(fields.username);
	if (username.length === 0 && (await isTaken(em, settings, fields.username))) username.push(taken);
	const email = emailErrors(fields.email);
	const {password, passwordAgain = password, answers = {}} = fields;
	return {
		...(username.length > 0 && {username}),
		...(email.length > 0 && {email}),
		...answerErrors(superuserQuestions(em, settings), answers),
		...(password !== passwordAgain && {passwordAgain: ["Your passwords didn't match."]}),
	};
}

/** Whether somebody has this name, or one that looks like it. */
export async function isTaken(
	em: EntityManager,
	settings: AuthSettings,
	username: string,
): Promise<boolean> {
	const usernameKey = usernameKeyOf(username);
	return (await em.count(userEntity(em, settings), {usernameKey})) > 0;
}

/**
 * Creates a superuser, unless something is wrong.
 * @param bypassValidation takes a weak password; never a blank one, a taken name or two passwords that differ
 * @returns what is wrong; empty when it was created
 */
export async function createSuperuser(
	em: EntityManager,
	settings: AuthSettings,
	fields: SuperuserFields,
	{bypassValidation = false}: {bypassValidation?: boolean} = {},
): Promise<FieldErrors> {
	const validate =
		bypassValidation && fields.password.trim() !== '' ? validateIdentity : validateSuperuser;
	const errors = await validate(em, settings, fields);
	if (Object.keys(errors).length > 0) return errors;
	try {
		await insertSuperuser(em, settings, fields);
		return {};
	} catch (error) {
		if (await isTaken(em, settings, fields.username)) return {username: [taken]};
		const refused = refusedBy(error, superuserQuestions(em, settings));
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
