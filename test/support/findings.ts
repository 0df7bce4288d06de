import {writeFileSync} from 'node:fs';
import path from 'node:path';
import type {TestContext} from 'node:test';
import type {Check} from '../../source/checks/finding/check.ts';
import type {Finding} from '../../source/checks/finding/finding.ts';
import {runChecks} from '../../source/checks/run-checks.ts';
import {openProject} from '../../source/project/open/open.ts';
import {makeShop, type Shop} from './shop.ts';

/** What `check` finds, in this process. */
export async function findingsOf(root: string, deploy = false): Promise<Finding[]> {
	const found: Finding[] = [];
	for await (const finding of runChecks(root, {deploy, replay: false})) found.push(finding);
	return found;
}

/** What one family of checks finds, which needs no entities. */
export async function findingsBy(check: Check, root: string): Promise<Finding[]> {
	const found: Finding[] = [];
	const project = await openProject(root);
	for await (const finding of check({project, open: undefined})) found.push(finding);
	return found;
}

/** The ids alone, or of those alone that begin so. */
export async function idsOf(root: string, prefix = '', deploy = false): Promise<string[]> {
	const found = await findingsOf(root, deploy);
	return found.map(({id}) => id).filter(id => id.startsWith(prefix));
}

/** A project that no check complains about; an app `shop`, built-in apps if they are named. */
export function soundProject(test: TestContext, apps = ['./shop'], urls = ''): Shop {
	const shop = makeShop(test, '', {driver: 'sqlite', name: 'db.sqlite3'}, apps);
	writeRoutes(shop, urls);
	return shop;
}

/** @param routes what stands between the brackets */
export function writeRoutes({root}: Shop, routes: string): void {
	writeFileSync(
		path.join(root, 'urls.ts'),
		`import {include, path} from 'quarterdeck';\n\nexport default [${routes}];\n`,
	);
}

/** @param more further lines for `defineSettings({…})`, behind the database */
export function writeSettings({root}: Shop, more: string, apps = ['./shop']): void {
	writeFileSync(
		path.join(root, 'settings.ts'),
		`import {defineSettings} from 'quarterdeck';

export default defineSettings({
	apps: ${JSON.stringify(apps)},
	database: {driver: 'sqlite', name: 'db.sqlite3'},
	${more}
});
`,
	);
}
