/**
 * Starts the project's application in this process, sends it requests and reports the responses to
 * its parent. Whatever the application keeps open ends with this process.
 */

import {isCommandError} from '../../errors/command-error.ts';
import type {Context} from '../../project/apps/routes.ts';
import {placeOf} from '../../project/import/error-place.ts';
import {openProject} from '../../project/open/open.ts';
import type {Project} from '../../project/project.ts';
import {createKoaApplication} from '../../server/web/application.ts';
import {findingOf} from '../finding/check.ts';
import {type ApplicationReport, failure, probeCookie} from './application-answers.ts';
import {ask} from './ask.ts';

const root = process.argv[2]!;
// The parent ends this process after the report.
process.send!(await report());

async function report(): Promise<ApplicationReport> {
	try {
		return await askAll(await openProject(root));
	} catch (error) {
		if (isCommandError(error)) return {failure: findingOf('server.E002', error)};
		const [sentence] = String(error).split('\n');
		return {failure: {...failure(sentence!).failure, ...placeOf(error)}};
	}
}

/** Requests the login page, which sets the CSRF cookie, as a proxy that terminates TLS would. */
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

/** This process plays the trusted proxy, if the settings have one, and a visitor who knows the site's name. */
function behindItsProxies({settings, ...project}: Project): Project {
	const {trustedProxies, allowedHosts} = settings;
	const trusted = trustedProxies.length > 0 ? [...trustedProxies, '127.0.0.1'] : [];
	const answering = {trustedProxies: trusted, allowedHosts: [...allowedHosts, 'localhost']};
	return {...project, settings: {...settings, ...answering}};
}

/** The session cookie has the same options, once it is known whether the request is https. */
async function setsCookie(context: Context, next: () => Promise<unknown>): Promise<void> {
	await next();
	context.cookies.set(probeCookie, '1');
}
