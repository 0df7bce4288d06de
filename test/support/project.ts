import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {TestContext} from 'node:test';
import {isBuilt} from '../../scripts/built.ts';

export const packageRoot = path.resolve(import.meta.dirname, '../..');
export const cliFile = path.join(packageRoot, 'dist/cli.js');

/** The words that a shell starts the built command line with, also where the path has spaces. */
export const cliInShell = `'${process.execPath}' '${cliFile}'`;

// `npm test` has built it; what is run by hand must not pass on what was built before a change.
if (!process.env.QUARTERDECK_TEST_RUN && !isBuilt('cli.js')) {
	throw new Error(
		'dist/ is older than the sources. Build it (npm run build), or run node scripts/test.ts FILE.',
	);
}

/** A folder that is gone when the test ends. */
export function temporaryFolder(test: Pick<TestContext, 'after'>): string {
	const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'quarterdeck-')));
	test.after(() => rmSync(folder, {recursive: true, force: true, maxRetries: 5}));
	return folder;
}

/**
 * A copy of a project of `fixtures/` in a folder of its own, with the packages that `npm install`
 * would bring, Quarterdeck as it was built last among them.
 * @returns its absolute path
 */
export function copyFixture(test: Pick<TestContext, 'after'>, name: string): string {
	const root = path.join(temporaryFolder(test), name);
	cpSync(path.join(packageRoot, 'fixtures', name), root, {recursive: true});
	linkPackages(root);
	return root;
}

export function linkPackages(root: string): void {
	const modules = path.join(root, 'node_modules');
	mkdirSync(modules, {recursive: true});
	symlinkSync(packageRoot, path.join(modules, 'quarterdeck'));
	for (const name of ['@mikro-orm', '@types', 'koa', 'tsx']) {
		symlinkSync(path.join(packageRoot, 'node_modules', name), path.join(modules, name));
	}
}

/** @param setting as it stands in settings.ts: `server: {port: 0}` */
export function addSetting(root: string, setting: string): void {
	const file = path.join(root, 'settings.ts');
	const text = readFileSync(file, 'utf8');
	writeFileSync(file, text.replace('defineSettings({', `defineSettings({\n\t${setting},`));
}
