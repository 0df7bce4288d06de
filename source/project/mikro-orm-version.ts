import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {CommandError} from '../errors/command-error.ts';
import {readPackage} from './settings/mikro-orm-config-file.ts';

/** By the major version: the lowest version that is supported. */
const lowest: Record<string, string> = {7: '7.0.0'};

/** MikroORM's packages, but for those whose versions are their own. */
const part = /^@mikro-orm\/(?!(?:nestjs|sql-highlighter|mongo-highlighter)$)/;

const required = ['@mikro-orm/core', '@mikro-orm/migrations'];

interface Package {
	name: string;
	version: string;
}

/**
 * MikroORM's packages only work together at the same version. Imports nothing of them: one of another
 * version may fail in the import.
 * @param root absolute path of the project
 * @throws CommandError `mikro-orm-version`, `not-installed`
 */
export function verifyMikroOrmVersion(root: string): void {
	const declared = declaredPackages(root);
	const names = [...new Set([...required, ...declared])];
	const installed = installedPackages(root, names);
	const versionOf = (name: string) => installed.find(one => one.name === name)?.version;
	const core = versionOf('@mikro-orm/core');
	const different = installed.some(({version}) => version !== core);
	if (core && (different || !isSupported(core)))
		throw unsuitable(installed, names, root, different);
	const absent = required.filter(name => !versionOf(name));
	if (absent.length > 0) throw notInstalled(absent, root, declared, core);
}

function unsuitable(
	installed: Package[],
	names: string[],
	root: string,
	different: boolean,
): CommandError {
	const list = installed.map(({name, version}) => `${name} ${version}`).sort();
	const versions = installed.map(({version}) => version).filter(isSupported);
	const best = versions.sort(byNumber).at(-1) ?? Math.max(...Object.keys(lowest).map(Number));
	const command = `npm install ${names.map(name => `${name}@${best}`).join(' ')}`;
	const ranges = Object.values(lowest).map(version => `^${version}`);
	const sentence = different
		? "The project's MikroORM packages have different versions"
		: `The project's MikroORM is not of a supported version (${ranges.join(', ')})`;
	return new CommandError(`${sentence}: ${[...new Set(list)].join(', ')}.`, {
		code: 'mikro-orm-version',
		hint: `Run '${command}' in ${root}.`,
		ways: [{id: 'install-packages', command}],
	});
}

/** The version of the project's own `@mikro-orm/core`. */
export function mikroOrmVersion(root: string): {major: number; minor: number} {
	const {version} = read('@mikro-orm/core', path.join(root, 'package.json'))!;
	const [major, minor] = version.split('.').map(Number) as [number, number];
	return {major, minor};
}

/** Those that the project's package.json names, or the one of its workspace. */
function declaredPackages(root: string): string[] {
	const parent = path.dirname(root);
	const {dependencies, devDependencies, peerDependencies} = readPackage(root);
	const all = Object.keys({...peerDependencies, ...devDependencies, ...dependencies});
	const names = all.filter(name => part.test(name));
	return names.length === 0 && parent !== root ? declaredPackages(parent) : names;
}

/** As Node finds them from the project, and from one another. */
function installedPackages(root: string, names: string[]): Package[] {
	const found = new Map<string, Package>();
	const look = (name: string, importer: string) => {
		const one = read(name, importer);
		if (!one || found.has(one.file)) return;
		found.set(one.file, one);
		for (const dependency of one.needs) look(dependency, one.file);
	};
	for (const name of names) look(name, path.join(root, 'package.json'));
	return [...found.values()];
}

/** @param importer the package.json of the package that imports it */
function read(name: string, importer: string) {
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

function notInstalled(
	names: string[],
	root: string,
	declared: string[],
	version: string | undefined,
): CommandError {
	const added = names.filter(name => !declared.includes(name));
	const words = added.map(name => (version ? `${name}@${version}` : name));
	const command = ['npm install', ...words].join(' ');
	const what = names.length > 1 ? `packages ${names.join(' and ')} are` : `package ${names[0]} is`;
	return new CommandError(`The ${what} not installed in this project.`, {
		code: 'not-installed',
		hint: `Run '${command}' in ${root}.`,
		ways: [{id: 'install-packages', command}],
	});
}

/** As `^7.0.0` would have it: a prerelease of 7.0.0 comes before it. */
function isSupported(version: string): boolean {
	const low = lowest[version.split('.')[0]!];
	return low !== undefined && byNumber(version, low) >= 0 && !version.startsWith(`${low}-`);
}

function byNumber(one: string, other: string): number {
	const [numbers, others] = [one, other].map(version => version.split(/[.-]/).map(Number));
	const index = [0, 1, 2].find(index => numbers![index] !== others![index]) ?? 0;
	return numbers![index]! - others![index]!;
}
