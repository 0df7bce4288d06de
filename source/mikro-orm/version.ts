import {existsSync, readFileSync, realpathSync} from 'node:fs';
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
 * Finds a package as Node does, without its resolver, which takes several times as long when it is first used.
 * @param importer the package.json of the package that imports it
 * @returns the package.json of the installed package
 */
export function installedFile(name: string, importer: string): string | undefined {
	const file = `${name}/package.json`;
	if (process.versions.pnp || process.env.NODE_PATH) return resolved(file, importer);
	for (
		let folder = path.dirname(importer), above = '';
		folder !== above;
		folder = path.dirname(above)
	) {
		const found = path.join(folder, 'node_modules', file);
		if (path.basename(folder) !== 'node_modules' && existsSync(found)) return realpathSync(found);
		above = folder;
	}
	return undefined;
}

function resolved(file: string, importer: string): string | undefined {
	try {
		return createRequire(importer).resolve(file);
	} catch {
		return undefined;
	}
}

/** Whether MikroORM's Migration has a name, as its types tell; that of 7.0 has none. */
export function hasName(folder: string): boolean {
	const file = installedFile('@mikro-orm/migrations', path.join(folder, 'package.json'));
	const types = file && path.join(path.dirname(file), 'Migration.d.ts');
	return !types || !existsSync(types) || /^\s*name\?: /m.test(readFileSync(types, 'utf8'));
}

/** @param file the package.json of one of MikroORM's packages; `needs` are those that it imports */
export function readInstalled(file: string): {version: string; needs: string[]} {
	const {version, dependencies, peerDependencies} = JSON.parse(readFileSync(file, 'utf8'));
	const needs = Object.keys({...dependencies, ...peerDependencies});
	return {version: String(version), needs: needs.filter(name => part.test(name))};
}
