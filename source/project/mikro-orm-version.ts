import path from 'node:path';
import {CommandError} from '../errors/command-error.ts';
import {installedFile, part, readInstalled} from '../mikro-orm/version.ts';
import {installCommand, packageManagerOf} from '../system/package-manager.ts';
import type {ProjectLocation} from './settings/find.ts';
import {readPackage} from './settings/mikro-orm-config-file.ts';

type Lowest = Record<string, string>;

/** By the major version: the lowest version that is supported. */
const lowest: Lowest = {7: '7.0.0'};
const lowestOfPlain: Lowest = {6: '6.6.4', ...lowest};

const required = ['@mikro-orm/core', '@mikro-orm/migrations'];

interface Package {
	name: string;
	version: string;
}

/**
 * MikroORM's packages only work together at the same version. Imports nothing of them: one of another
 * version may fail in the import.
 * @throws CommandError `mikro-orm-version`, `not-installed`
 */
export function verifyMikroOrmVersion({root, kind}: Pick<ProjectLocation, 'root' | 'kind'>): void {
	const supported = kind === 'mikro-orm' ? lowestOfPlain : lowest;
	const declared = declaredPackages(root);
	const names = [...new Set([...required, ...declared])];
	const installed = installedPackages(root, names);
	const versionOf = (name: string) => installed.find(one => one.name === name)?.version;
	const core = versionOf('@mikro-orm/core');
	const different = installed.some(({version}) => version !== core);
	if (core && (different || !isSupported(core, supported)))
		throw unsuitable(installed, names, root, supported, different);
	const absent = required.filter(name => !versionOf(name));
	if (absent.length > 0) throw notInstalled(absent, root, declared, core);
}

function unsuitable(
	installed: Package[],
	names: string[],
	root: string,
	supported: Lowest,
	different: boolean,
): CommandError {
	const list = installed.map(({name, version}) => `${name} ${version}`).sort();
	const versions = installed
		.map(({version}) => version)
		.filter(version => isSupported(version, supported));
	const best = versions.sort(byNumber).at(-1) ?? Math.max(...Object.keys(supported).map(Number));
	const command = installCommand(root, names.map(name => `${name}@${best}`).join(' '));
	const ranges = Object.values(supported).map(version => `^${version}`);
	const sentence = different
		? "The project's MikroORM packages have different versions"
		: `The project's MikroORM is not of a supported version (${ranges.join(', ')})`;
	return new CommandError(`${sentence}: ${[...new Set(list)].join(', ')}.`, {
		code: 'mikro-orm-version',
		hint: `Run '${command}' in ${root}.`,
		ways: [{id: 'install-packages', command}],
	});
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
		const file = installedFile(name, importer);
		if (!file || found.has(file)) return;
		const {version, needs} = readInstalled(file);
		found.set(file, {name, version});
		for (const dependency of needs) look(dependency, file);
	};
	for (const name of names) look(name, path.join(root, 'package.json'));
	return [...found.values()];
}

function notInstalled(
	names: string[],
	root: string,
	declared: string[],
	version: string | undefined,
): CommandError {
	const added = names.filter(name => !declared.includes(name));
	const words = added.map(name => (version ? `${name}@${version}` : name));
	const command =
		words.length > 0 ? installCommand(root, words.join(' ')) : `${packageManagerOf(root)} install`;
	const what = names.length > 1 ? `packages ${names.join(' and ')} are` : `package ${names[0]} is`;
	return new CommandError(`The ${what} not installed in this project.`, {
		code: 'not-installed',
		hint: `Run '${command}' in ${root}.`,
		ways: [{id: 'install-packages', command}],
	});
}

/** As `^7.0.0` would have it: a prerelease of 7.0.0 comes before it. */
function isSupported(version: string, supported: Lowest): boolean {
	const low = supported[version.split('.')[0]!];
	return low !== undefined && byNumber(version, low) >= 0 && !version.startsWith(`${low}-`);
}

function byNumber(one: string, other: string): number {
	const [numbers, others] = [one, other].map(version => version.split(/[.-]/).map(Number));
	const index = [0, 1, 2].find(index => numbers![index] !== others![index]) ?? 0;
	return numbers![index]! - others![index]!;
}
