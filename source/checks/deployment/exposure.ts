import type {CheckSite} from '../finding/check.ts';
import type {Finding} from '../finding/finding.ts';
import {placeInSettings} from '../finding/place-in-settings.ts';

/** Debug pages, and the host names that the site answers to. */
export function* checkExposure({project}: CheckSite): Generator<Finding> {
	const {debug, environment, allowedHosts} = project.settings;
	if (debug) {
		yield {
			id: 'security.W018',
			level: 'warning',
			message: `debug is on (the environment is ${environment}): errors would show the sources.`,
			hint: 'Set NODE_ENV=production on the server, or debug: false in the settings.',
			...placeInSettings(project, 'debug'),
		};
	}
	const place = placeInSettings(project, 'allowedHosts');
	if (allowedHosts.length === 0) {
		yield {
			id: 'security.W020',
			level: 'warning',
			message: 'allowedHosts is empty: in production the site refuses every request.',
			hint: "Name the site's host: allowedHosts: ['www.example.com'].",
			...place,
		};
	}
	if (allowedHosts.includes('*')) {
		yield {
			id: 'security.W102',
			level: 'warning',
			message: "allowedHosts has '*': a page elsewhere can point a name of its own at this site.",
			hint: "Name the site's hosts; '.example.com' matches all below it.",
			...place,
		};
	}
}
