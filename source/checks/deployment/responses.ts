import type {Middleware} from '../../project/middleware.ts';
import type {Project} from '../../project/open.ts';
import {createApplication} from '../../server/application.ts';
import {type CheckSite, findingOf} from '../check.ts';
import type {Finding} from '../finding.ts';
import {type Answer, ask} from './ask.ts';

const probeCookie = 'quarterdeck-check';

/** What a browser would be told: the application is asked, here and without a network. */
export async function* checkResponses({project, open}: CheckSite): AsyncGenerator<Finding> {
	if (!open) return;
	try {
		const {secure, plain} = await askApplication(project);
		yield* headers(secure);
		yield* cookies(secure, project);
		if (!/^https:/.test(String(plain.headers.location ?? ''))) yield noRedirect;
	} catch (error) {
		yield findingOf('server.E002', error);
	}
}

/** The page to log in, which sets the CSRF cookie, as a proxy that ends TLS would hand it on. */
async function askApplication(project: Project): Promise<{secure: Answer; plain: Answer}> {
	const {app, close} = await createApplication(project, () => {});
	try {
		app.middleware.unshift(setsCookie as never);
		const {loginUrl, allowedHosts} = project.settings;
		const named = allowedHosts.find(name => name !== '*') ?? 'localhost';
		const host = named.startsWith('.') ? named.slice(1) : named;
		return {
			secure: await ask(app.callback(), loginUrl, {host, 'x-forwarded-proto': 'https'}),
			plain: await ask(app.callback(), loginUrl, {host}),
		};
	} finally {
		await close();
	}
}

/** As the session's is set, once a visitor has one. */
const setsCookie: Middleware = async (context, next) => {
	context.cookies.set(probeCookie, '1');
	await next();
};

function* headers({headers}: Answer): Generator<Finding> {
	const wanted: [id: string, header: string, without: string, hint: string][] = [
		[
			'security.W004',
			'strict-transport-security',
			'browsers may come back over http',
			'It is sent where debug is off. Something takes it away; look at the middleware of the apps.',
		],
		[
			'security.W006',
			'x-content-type-options',
			'browsers may guess the type of a file that was uploaded',
			'Something takes it away; look at the middleware of the apps.',
		],
		[
			'security.W002',
			'x-frame-options',
			'another site may show this one in a frame',
			'Something takes it away; look at the middleware of the apps.',
		],
		[
			'security.W022',
			'referrer-policy',
			'other sites are told the addresses of pages',
			'Something takes it away; look at the middleware of the apps.',
		],
	];
	for (const [id, header, without, hint] of wanted) {
		if (headers[header]) continue;
		yield {id, level: 'warning', message: `No header ${header} is sent: ${without}.`, hint};
	}
}

function* cookies({headers}: Answer, {apps}: Project): Generator<Finding> {
	for (const cookie of headers['set-cookie'] ?? []) {
		const name = cookie.slice(0, cookie.indexOf('='));
		if (name.endsWith('.sig') || /;\s*secure/i.test(cookie)) continue;
		if (name === probeCookie) {
			if (apps.some(({name}) => name === 'quarterdeck/sessions')) yield insecure('W012', 'session');
		} else yield insecure(/csrf/i.test(name) ? 'W016' : 'W103', name);
	}
}

function insecure(id: string, name: string): Finding {
	return {
		id: `security.${id}`,
		level: 'warning',
		message: `The ${name} cookie is not Secure: a browser sends it over http as well.`,
		hint: "Behind a proxy that ends TLS, set application.proxy = true in an app's middleware.ts, so that X-Forwarded-Proto is believed.",
	};
}

const noRedirect: Finding = {
	id: 'security.W008',
	level: 'warning',
	message: 'http is answered, and not sent to https.',
	hint: "Let the proxy send it there; where it does, add 'security.W008' to silencedChecks.",
};
