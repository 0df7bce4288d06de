import type {RequiredProperty} from '../contrib/auth/required-properties.ts';
import type {FieldErrors, SuperuserFields} from '../contrib/auth/superuser.ts';
import {log} from '../runs/events.ts';

export type {FieldErrors, RequiredProperty, SuperuserFields};

/** Creates superusers for any user entity. */
export interface Superusers {
	/** The label of the login name. */
	usernameLabel: string;
	/** False when the name is an email address, or the entity has no email. */
	asksEmail: boolean;
	/** Other required properties. */
	questions: RequiredProperty[];
	isTaken(username: string): Promise<boolean>;
	/** @returns errors by field */
	validate(fields: SuperuserFields): Promise<FieldErrors>;
	/** The same without password rules. */
	validateIdentity(fields: SuperuserFields): Promise<FieldErrors>;
	/** @returns errors by field; empty when the superuser was created */
	create(fields: SuperuserFields, options: {bypassValidation?: boolean}): Promise<FieldErrors>;
	close(): Promise<void>;
}

/** Django's message. */
export const created = log.success('Superuser created successfully.');
