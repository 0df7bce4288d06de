/**
 * A process that starts the project's application, asks it as a browser would, and tells its parent
 * what was answered. Whatever the application keeps open, or waits for, ends with this process.
 */

import type {Context} from '../../project/apps/routes.ts';
import {openProject} from '../../project/open/open.ts';
import type {Project} from '../../project/project.ts';
import {describeFailure} from '../../server/control/failure.ts';
import {createKoaApplication} from '../../server/web/application.ts';
import {type ApplicationReport, probeCookie} from './application-answers.ts';
import {ask} from './ask.ts';

const root = process.argv[2]!;
// The parent ends this process as soon as it has the report.
process.send!(await report());

async function report(): Promise<ApplicationReport> {
	try {
		return await askAll(await openProject(root));
	} catch (error) {
		return {failure: describeFailure(error, root)};
	}
}

/** The page to log in, which sets the CSRF cookie, as a proxy that ends TLS would hand it on. */
async function askAll(project: Project): Promise<ApplicationReport> {
	const {app} = await createKoaApplication(behindItsProxies(project), () => {});
	app.middleware.unshift(setsCookie as never);
	const {loginUrl, allowedHosts} = project.settings;
	const named = allowedHosts.find(name => name !== '*') ?? 'localhost';
	const host = named.replace(/^\./, '');
	const listener = app.callback();
	return {
		secure: await ask(listener, loginUrl, {host, 'x-forwarded-proto': 'https'}),
		plain: await ask(listener, loginUrl, {host}),
	};
}

/** This process stands in for the proxies, where the settings trust any. */
function behindItsProxies({settings, ...project}: Project): Project {
	const {trustedProxies} = settings;
	const trusted = trustedProxies.length > 0 ? [...trustedProxies, '127.0.0.1'] : [];
	return {...project, settings: {...settings, trustedProxies: trusted}};
}

/** As the session's is set, once a visitor has one: when it is known whether this is https. */
async function setsCookie(context: Context, next: () => Promise<unknown>): Promise<void> {
	await next();
	context.cookies.set(probeCookie, '1');
}
