import type {Application} from './application.ts';

/** Which project to serve. */
export interface ApplicationOptions {
	/** The project's folder or one below it. Default: the working directory. */
	directory?: string;
	/** Receives the log of requests and errors, one or more lines per call. Default: standard output. */
	log?: (text: string) => void;
}

/**
 * The project's settings, apps and routes as a Koa application, to serve with your own HTTP server.
 * @returns the application, and `close`, which closes its database
 * @throws CommandError by `code`: `no-project`, `settings`, `routes` …
 * @example
 * const {app, close} = await createApplication({directory: import.meta.dirname});
 * app.listen(8000);
 */
export async function createApplication({
	directory = process.cwd(),
	log,
}: ApplicationOptions = {}): Promise<Application> {
	const [{openLocated}, {locateProject}, application] = await Promise.all([
		import('../../project/open/open.ts'),
		import('../../project/settings/find.ts'),
		import('./application.ts'),
	]);
	return application.createKoaApplication(await openLocated(locateProject(directory)), log);
}
