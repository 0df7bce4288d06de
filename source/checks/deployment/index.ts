import type {Check} from '../finding/check.ts';
import {checkExposure} from './exposure.ts';
import {checkFiles} from './files.ts';
import {checkLogind} from './logind.ts';
import {checkFolder} from './network-folder.ts';
import {checkResponses} from './responses.ts';
import {checkRunningServer} from './running-server.ts';
import {checkSecretKey} from './secret-key.ts';

/** Of every project. */
export const deploymentChecks: Check[] = [
	checkFiles,
	({project}) => checkFolder(project.root),
	() => checkLogind(),
];

/** Of a project that answers requests. */
export const siteChecks: Check[] = [
	checkSecretKey,
	checkExposure,
	checkResponses,
	checkRunningServer,
];
