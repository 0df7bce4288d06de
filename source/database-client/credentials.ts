import {databaseAddress} from '../project/database/address.ts';
import type {Project} from '../project/project.ts';

/** Everything needed to connect to a server. Contains a secret: never shown, never in argv. */
export interface Credentials {
	name: string;
	host: string;
	port?: number;
	user?: string;
	password?: string;
	/** The query parameters of a URL. */
	parameters: URLSearchParams;
}

export async function credentialsOf(project: Project): Promise<Credentials> {
	const {name, host = '127.0.0.1', port, user} = databaseAddress(project);
	const {url} = project.settings.database;
	return {
		name,
		host: host || '127.0.0.1',
		port,
		user,
		password: await project.access.password(project),
		parameters: url ? new URL(url).searchParams : new URLSearchParams(),
	};
}
