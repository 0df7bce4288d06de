import {readServerStatus} from '../../server/control/lifecycle.ts';
import type {CheckSite} from '../finding/check.ts';
import type {Finding} from '../finding/finding.ts';

/** The development server reloads sources and is not made for production. */
export async function* checkRunningServer({project}: CheckSite): AsyncGenerator<Finding> {
	const {state, url, operator} = await readServerStatus(project.root);
	if (state === 'stopped' || state === 'unknown') return;
	yield {
		id: 'server.W001',
		level: 'warning',
		message: `The development server is running at ${url}, started by ${operator}.`,
		hint: "Stop it with 'quarterdeck stopserver'.",
	};
}
