import type {Project} from '../../project/project.ts';
import type {Check} from '../finding/check.ts';
import {checkAccounts, checkEmail, checkProxies} from './accounts.ts';
import {checkExposure} from './exposure.ts';
import {checkFiles} from './files.ts';
import {checkLogind} from './logind.ts';
import {checkFolder} from './network-folder.ts';
import {checkResponses} from './responses.ts';
import {checkRunningServer} from './running-server.ts';
import {checkSecretKey} from './secret-key.ts';
import {checkStaticLinks} from './static-links.ts';

const everywhere: Check[] = [
	checkFiles,
	({project}) => checkFolder(project.root),
	() => checkLogind(),
];

export const deploymentChecks: Record<Project['kind'], Check[]> = {
	quarterdeck: [
		...[checkSecretKey, checkExposure, checkAccounts, checkProxies, checkEmail, checkStaticLinks],
		...[checkResponses, checkRunningServer],
		...everywhere,
	],
	'mikro-orm': everywhere,
};
