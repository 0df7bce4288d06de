import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

/** MikroORM's packages, but for those whose versions are their own. */
export const part = /^@mikro-orm\/(?!(?:nestjs|sql-highlighter|mongo-highlighter)$)/;

/** The version of the project's own `@mikro-orm/core`; 0.0 where there is none. */
export function mikroOrmVersion(root: string): {major: number; minor: number} {
	const {version = '0.0'} =
		installedPackage('@mikro-orm/core', path.join(root, 'package.json')) ?? {};
	const [major, minor] = version.split('.').map(Number) as [number, number];
	return {major, minor};
}

/** @param importer the package.json of the package that imports it */
export function installedPackage(name: string, importer: string) {
	let file: string;
	try {
		file = createRequire(importer).resolve(`${name}/package.json`);
	} catch {
		return undefined;
	}
	const {version, dependencies, peerDependencies} = JSON.parse(readFileSync(file, 'utf8'));
	const needs = Object.keys({...dependencies, ...peerDependencies});
	return {
		...{name, version: String(version), file},
		needs: needs.filter(name => part.test(name)),
	};
}
