import type {EntityManager} from '@mikro-orm/core';
import {CommandError, type CompleteSettings} from '../../index.ts';
import {User, userProperties} from './entities.ts';

/** What these functions need to know of a project. */
export type AuthSettings = Pick<CompleteSettings, 'auth' | 'passwordHashCost'>;

/**
 * The entity of this project's users: the one that its settings name, or ours.
 * @throws CommandError `user-entity` when the project's own lacks what a login needs
 */
export function userEntity(em: EntityManager, {auth}: Pick<AuthSettings, 'auth'>): typeof User {
	if (auth.user === undefined) return User;
	const name = auth.user.slice(auth.user.indexOf('.') + 1);
	const metadata = [...em.getMetadata()].find(({className}) => className === name);
	const missing = Object.keys(userProperties).filter(
		property => !(metadata?.properties as Record<string, unknown> | undefined)?.[property],
	);
	if (metadata && missing.length === 0) return metadata.class as unknown as typeof User;
	throw new CommandError(`${auth.user} has no ${missing.join(', ')}.`, {
		code: 'user-entity',
		hint: "Spread userProperties from 'quarterdeck/auth' into its properties.",
	});
}
