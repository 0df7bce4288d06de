import type {EntityManager} from '@mikro-orm/core';
import {CommandError, type CompleteSettings} from '../../index.ts';
import {User, userProperties} from './entities.ts';

/** The settings that this app reads. */
export type AuthSettings = Pick<CompleteSettings, 'auth' | 'passwordHashCost'>;

/** The one named in the settings, or the built-in one. @throws CommandError `user-entity` */
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
