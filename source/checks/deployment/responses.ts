import type {IncomingHttpHeaders} from 'node:http';
import type {Project} from '../../project/project.ts';
import type {CheckSite} from '../finding/check.ts';
import type {Finding} from '../finding/finding.ts';
import {askApplication, probeCookie} from './application-answers.ts';

/** Seconds. */
export const usualTimeout = 20;

/** Checks the responses that a browser would get, from a local copy of the application. */
export async function* checkResponses({
	project,
	open,
	timeout = usualTimeout,
}: CheckSite): AsyncGenerator<Finding> {
	// An application without entities does not start; another check reports that.
	if (!open) return;
	const report = await askApplication(project.root, timeout);
	if ('failure' in report) yield report.failure;
	else yield* checkHeaders(report, project);
}

/** @param responses headers of the responses to https and http */
export function* checkHeaders(
	{secure, plain}: {secure: IncomingHttpHeaders; plain: IncomingHttpHeaders},
	project: Project,
): Generator<Finding> {
	yield* headers(secure);
	yield* cookies(secure, project);
	if (!/^https:/.test(plain.location ?? '')) yield noRedirect;
}

/** Sent when debug is off, unless middleware removes them. */
const wanted: [id: string, header: string, without: string][] = [
	['W004', 'strict-transport-security', 'browsers may come back over http'],
	['W006', 'x-content-type-options', 'browsers may guess the type of an uploaded file'],
	['W002', 'x-frame-options', 'another site may show this one in a frame'],
	['W022', 'referrer-policy', 'other sites learn the addresses of pages'],
];

function* headers(headers: IncomingHttpHeaders): Generator<Finding> {
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

function* cookies(headers: IncomingHttpHeaders, {apps}: Project): Generator<Finding> {
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
		hint: 'Behind a proxy that terminates TLS, add the proxy to trustedProxies, so that its X-Forwarded-Proto is trusted.',
	};
}

const noRedirect: Finding = {
	id: 'security.W008',
	level: 'warning',
	message: 'Requests over http are answered, not redirected to https.',
	hint: "Redirect them in the proxy; where it does, add 'security.W008' to silencedChecks.",
};
