import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

/** MikroORM's packages, but for those whose versions are their own. */
export const part = /^@mikro-orm\/(?!(?:nestjs|sql-highlighter|mongo-highlighter)$)/;

/** The version of the project's own `@mikro-orm/core`; 0.0 where there is none. */
export function mikroOrmVersion(root: string): {major: number; minor: number} {
	const file = installedFile('@mikro-orm/core', path.join(root, 'package.json'));
	const {version} = file ? readInstalled(file) : {version: '0.0'};
	const [major, minor] = version.split('.').map(Number) as [number, number];
	return {major, minor};
}

/**
 * @param importer the package.json of the package that imports it
 * @returns the package.json of the installed package
 */
export function installedFile(name: string, importer: string): string | undefined {
	try {
		return createRequire(importer).resolve(`${name}/package.json`);
	} catch {
		return undefined;
	}
}

/** @param file the package.json of one of MikroORM's packages; `needs` are those that it imports */
export function readInstalled(file: string): {version: string; needs: string[]} {
	const {version, dependencies, peerDependencies} = JSON.parse(readFileSync(file, 'utf8'));
	const needs = Object.keys({...dependencies, ...peerDependencies});
	return {version: String(version), needs: needs.filter(name => part.test(name))};
}
