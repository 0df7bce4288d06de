import type {Application} from './application.ts';

export interface ApplicationOptions {
	/** Where the project is, at or above. Default: the working directory. */
	directory?: string;
	/** Gets the log of requests and errors, a call a line or more. Default: standard output. */
	log?: (text: string) => void;
}

/**
 * The project's settings, apps and routes as a Koa application, for who starts the server by himself.
 * @returns the application, and what closes its database when the server is closed
 * @throws CommandError by `code`: `no-project`, `settings`, `routes` …
 * @example
 * const {app, close} = await createApplication({directory: import.meta.dirname});
 * app.listen(8000);
 */
export async function createApplication({
	directory = process.cwd(),
	log,
}: ApplicationOptions = {}): Promise<Application> {
	const [{openProject}, application] = await Promise.all([
		import('../../project/open/open.ts'),
		import('./application.ts'),
	]);
	return application.createKoaApplication(await openProject(directory), log);
}
