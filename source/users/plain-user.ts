import path from 'node:path';
import type {EntityManager, EntityMetadata} from '@mikro-orm/core';
import {CommandError} from '../errors/command-error.ts';
import {metadataOf} from '../mikro-orm/metadata.ts';
import {importSource} from '../project/import/import-source.ts';
import type {Project} from '../project/project.ts';
import {readPackage} from '../project/settings/mikro-orm-config-file.ts';

/** The user entity of a plain MikroORM project: `quarterdeck.user` in its package.json. */
interface UserWords {
	/** The entity's name. */
	entity: string;
	/** A file and its export, `./src/passwords.ts#hashPassword`; false when the entity hashes passwords. */
	hash: string | false;
	/** Names of properties. */
	username?: string;
	email?: string;
	password?: string;
	/** The values that make a superuser: `{"isAdmin": true}`. */
	superuser?: Record<string, unknown>;
}

export interface PlainUser {
	metadata: EntityMetadata;
	username: string;
	/** Undefined when the name is an email address, or the entity has none. */
	email: string | undefined;
	password: string;
	superuser: Record<string, unknown>;
	hash(password: string): Promise<unknown>;
}

const example =
	'"quarterdeck": {"user": {"entity": "User", "hash": "./src/passwords.ts#hashPassword", "superuser": {"isAdmin": true}}}';

/** @throws CommandError `plain-project`, `user-entity` */
export async function plainUser(project: Project, em: EntityManager): Promise<PlainUser> {
	const words: Partial<UserWords> | undefined = readPackage(project.root).quarterdeck?.user;
	if (!words) {
		throw new CommandError('This MikroORM project does not say which entity its users are.', {
			code: 'plain-project',
			hint: `Add to package.json: ${example}`,
		});
	}
	const metadata = metadataOf(em).find(({className}) => className === words.entity);
	if (!metadata) throw wrong(`the entity ${words.entity}, and there is none`);
	const has = (name: string) => name in metadata.properties;
	const username = words.username ?? (has('username') ? 'username' : 'email');
	const {email = 'email', password = 'password', superuser = {}} = words;
	for (const name of [
		username,
		password,
		...(words.email ? [email] : []),
		...Object.keys(superuser),
	]) {
		if (!has(name)) throw wrong(`${words.entity}.${name}, and there is no such property`);
	}
	return {
		metadata,
		username,
		email: has(email) && email !== username ? email : undefined,
		password,
		superuser,
		hash: await hashFunction(words.hash, project),
	};
}

/** No default, because a password that is not hashed would be stored in plain text. */
async function hashFunction(named: unknown, {root}: Project): Promise<PlainUser['hash']> {
	if (named === false) return async password => password;
	const [file, name = 'default'] = typeof named === 'string' ? named.split('#') : [];
	if (!file) throw wrong('no function that hashes a password');
	const hash = (await importSource(path.resolve(root, file), root))[name];
	if (typeof hash !== 'function') throw wrong(`${named}, and there is no such function`);
	return async password => {
		const hashed = await hash(password);
		if (hashed !== password && hashed) return hashed;
		throw new CommandError(`${named} gave the password back instead of a hash of it.`, {
			code: 'user-entity',
		});
	};
}

function wrong(what: string): CommandError {
	return new CommandError(`quarterdeck.user in package.json names ${what}.`, {
		code: 'user-entity',
		hint: `For instance: ${example}`,
	});
}
