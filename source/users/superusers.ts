import type {RequiredProperty} from '../contrib/auth/required-properties.ts';
import type {FieldErrors, SuperuserFields} from '../contrib/auth/superuser.ts';
import {log} from '../runs/events.ts';

export type {FieldErrors, RequiredProperty, SuperuserFields};

/** Creates superusers, whatever the project's user entity is. */
export interface Superusers {
	/** The label of the login name. */
	usernameLabel: string;
	/** False where the name is an email address, or the entity has none. */
	asksEmail: boolean;
	/** What else the entity requires. */
	questions: RequiredProperty[];
	isTaken(username: string): Promise<boolean>;
	/** @returns what is wrong with the fields */
	validate(fields: SuperuserFields): Promise<FieldErrors>;
	/** The same without the rules for passwords. */
	validateIdentity(fields: SuperuserFields): Promise<FieldErrors>;
	/** @returns what is wrong; empty when the superuser was created */
	create(fields: SuperuserFields, options: {bypassValidation?: boolean}): Promise<FieldErrors>;
	close(): Promise<void>;
}

/** Reported where a superuser was created, in Django's words. */
export const created = log.success('Superuser created successfully.');
