import type {Project} from '../../project/project.ts';
import type {CheckSite} from '../finding/check.ts';
import type {Finding} from '../finding/finding.ts';
import {askApplication, probeCookie} from './application-answers.ts';
import type {Answer} from './ask.ts';

/** Checks the responses that a browser would get, from a local copy of the application. */
export async function* checkResponses({project, open}: CheckSite): AsyncGenerator<Finding> {
	// An application without entities does not start; another check reports that.
	if (!open) return;
	const report = await askApplication(project.root);
	if ('failure' in report) {
		const {message, hint, file, line} = report.failure;
		yield {id: 'server.E002', level: 'error', message, hint, file, line};
		return;
	}
	yield* headers(report.secure);
	yield* cookies(report.secure, project);
	if (!/^https:/.test(String(report.plain.headers.location ?? ''))) yield noRedirect;
}

/** Sent when debug is off, unless middleware removes them. */
const wanted: [id: string, header: string, without: string][] = [
	['W004', 'strict-transport-security', 'browsers may come back over http'],
	['W006', 'x-content-type-options', 'browsers may guess the type of an uploaded file'],
	['W002', 'x-frame-options', 'another site may show this one in a frame'],
	['W022', 'referrer-policy', 'other sites are told the addresses of pages'],
];

function* headers({headers}: Answer): Generator<Finding> {
	for (const [id, header, without] of wanted) {
		if (headers[header]) continue;
		yield {
			id: `security.${id}`,
			level: 'warning',
			message: `No header ${header} is sent: ${without}.`,
			hint: "It is sent when debug is off, unless an app's middleware removes it.",
		};
	}
}

function* cookies({headers}: Answer, {apps}: Project): Generator<Finding> {
	for (const cookie of headers['set-cookie'] ?? []) {
		const name = cookie.slice(0, cookie.indexOf('='));
		// A signature cookie has the options of the signed cookie.
		if (name.endsWith('.sig') || /;\s*secure/i.test(cookie)) continue;
		if (name !== probeCookie) yield insecure(/csrf/i.test(name) ? 'W016' : 'W103', name);
		else if (apps.some(({name}) => name === 'quarterdeck/sessions')) {
			yield insecure('W012', 'session');
		}
	}
}

function insecure(id: string, name: string): Finding {
	return {
		id: `security.${id}`,
		level: 'warning',
		message: `The ${name} cookie is not Secure: a browser sends it over http as well.`,
		hint: 'Behind a proxy that ends TLS, name the proxy in trustedProxies, so that its X-Forwarded-Proto is believed.',
	};
}

const noRedirect: Finding = {
	id: 'security.W008',
	level: 'warning',
	message: 'http is answered, and not sent to https.',
	hint: "Let the proxy send it there; where it does, add 'security.W008' to silencedChecks.",
};
