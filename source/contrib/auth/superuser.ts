import {type EntityManager, UniqueConstraintViolationException} from '@mikro-orm/core';
import {User} from './entities.ts';
import {passwordErrors} from './password-rules.ts';
import {hashPassword} from './passwords.ts';
import {emailErrors, normaliseUsername, usernameErrors, usernameKeyOf} from './usernames.ts';

export interface SuperuserFields {
	username: string;
	email: string;
	password: string;
	/** Left out where nobody typed it a second time. */
	passwordAgain?: string;
}

/** Sentences by field; no key for a field that is right. */
export type FieldErrors = Partial<Record<keyof SuperuserFields, string[]>>;

const taken = 'That username is already taken.';

/** What is wrong with a superuser to be. */
export async function validateSuperuser(
	em: EntityManager,
	fields: SuperuserFields,
): Promise<FieldErrors> {
	const password =
		fields.password.trim() === ''
			? ["Blank passwords aren't allowed."]
			: await passwordErrors(fields.password, fields);
	return {...(await validateIdentity(em, fields)), ...(password.length > 0 && {password})};
}

/** What is wrong even where the rules for passwords are bypassed; a blank password aside. */
export async function validateIdentity(
	em: EntityManager,
	fields: SuperuserFields,
): Promise<FieldErrors> {
	const username = usernameErrors(fields.username);
	if (username.length === 0 && (await isTaken(em, fields.username))) username.push(taken);
	const email = emailErrors(fields.email);
	const {password, passwordAgain = password} = fields;
	return {
		...(username.length > 0 && {username}),
		...(email.length > 0 && {email}),
		...(password !== passwordAgain && {passwordAgain: ["Your passwords didn't match."]}),
	};
}

/** Whether somebody has this name, or one that looks like it. */
export async function isTaken(em: EntityManager, username: string): Promise<boolean> {
	return (await em.count(User, {usernameKey: usernameKeyOf(username)})) > 0;
}

export interface Creation {
	/** `settings.passwordHashCost` */
	cost: number;
	/** Takes a weak password; never a blank one, a taken name or two passwords that differ. */
	bypassValidation?: boolean;
}

/** Creates a superuser, unless something is wrong. @returns what is wrong; empty when it was created */
export async function createSuperuser(
	em: EntityManager,
	fields: SuperuserFields,
	{cost, bypassValidation = false}: Creation,
): Promise<FieldErrors> {
	const bypass = bypassValidation && fields.password.trim() !== '';
	const errors = bypass ? await validateIdentity(em, fields) : await validateSuperuser(em, fields);
	if (Object.keys(errors).length > 0) return errors;
	const password = await hashPassword(fields.password, cost);
	try {
		await em.insert(User, {
			username: normaliseUsername(fields.username),
			usernameKey: usernameKeyOf(fields.username),
			email: fields.email,
			password,
			isActive: true,
			isStaff: true,
			isSuperuser: true,
			dateJoined: new Date(),
		});
		return {};
	} catch (error) {
		if (error instanceof UniqueConstraintViolationException) return {username: [taken]};
		throw error;
	}
}
