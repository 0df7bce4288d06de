import {databaseAddress} from '../project/database/address.ts';
import {configurationOf} from '../project/open/open-mikro-orm.ts';
import type {Project} from '../project/project.ts';

/** All that it takes to connect to a server. It holds a secret: never shown, never in argv. */
export interface Credentials {
	name: string;
	host: string;
	port?: number;
	user?: string;
	password?: string;
	/** What a URL says behind its `?`. */
	parameters: URLSearchParams;
}

export async function credentialsOf(project: Project): Promise<Credentials> {
	const {name, host = '127.0.0.1', port, user} = databaseAddress(project);
	const {url, password} = project.settings.database;
	const given = url ? new URL(url) : undefined;
	return {
		name,
		host: host || '127.0.0.1',
		port,
		user,
		password: await (project.mikroOrm
			? passwordOfConfig(project)
			: given
				? decodeURIComponent(given.password)
				: password),
		parameters: given?.searchParams ?? new URLSearchParams(),
	};
}

/** MikroORM takes a function as well, where a password is good for some minutes only. */
async function passwordOfConfig(project: Project): Promise<string | undefined> {
	const config = await configurationOf(project.mikroOrm!.options, project);
	const {password} = config.getDriver().getConnection().getConnectionOptions();
	return typeof password === 'function' ? password() : password;
}
