import {chmodSync, cpSync, existsSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import {after, type TestContext} from 'node:test';
import {type Outcome, runProgram} from './command.ts';
import {packageRoot, temporaryFolder} from './project.ts';

/** The user that owns nothing, whose processes only root may start. */
export const nobody = 65_534;

/** Runs the built `quarterdeck` in a project as `nobody`. */
export function quarterdeckAsNobody(
	root: string,
	words: string[],
	env: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
	const {node, modules} = installation();
	rmSync(path.join(root, 'node_modules'), {recursive: true});
	symlinkSync(modules, path.join(root, 'node_modules'));
	chmodSync(path.dirname(root), 0o755);
	const cli = path.join(modules, 'quarterdeck/dist/cli.js');
	return runProgram(root, [node, cli, ...words], {env, uid: nobody});
}

/** For the test that runs. */
let installed: {node: string; modules: string} | undefined;

/**
 * Node, Quarterdeck and the packages that it needs, copied to where every user may read them: the
 * clone may stand in a folder that is its owner's alone.
 */
function installation() {
	if (installed) return installed;
	const folder = temporaryFolder({after: after as TestContext['after']});
	after(() => {
		installed = undefined;
	});
	installed = installIn(folder);
	return installed;
}

/** @param more packages beside those that Quarterdeck needs */
export function installIn(folder: string, more: string[] = []) {
	const [node, modules] = [path.join(folder, 'node'), path.join(folder, 'node_modules')];
	cpSync(process.execPath, node);
	const names = packagesOf(packageRoot);
	for (const name of more)
		packagesOf(path.join(packageRoot, 'node_modules', name), names.add(name));
	for (const name of names) {
		const from = path.join(packageRoot, 'node_modules', name);
		cpSync(from, path.join(modules, name), {recursive: true});
	}
	for (const name of ['dist', 'package.json']) {
		const to = path.join(modules, 'quarterdeck', name);
		cpSync(path.join(packageRoot, name), to, {recursive: true});
	}
	chmodSync(folder, 0o755);
	return {node, modules};
}

/** The names of the packages that a package needs and that they need, those that are installed. */
function packagesOf(folder: string, found = new Set<string>()): Set<string> {
	const {dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta} = JSON.parse(
		readFileSync(path.join(folder, 'package.json'), 'utf8'),
	);
	for (const name of Object.keys({
		...dependencies,
		...optionalDependencies,
		...peerDependencies,
		...peerDependenciesMeta,
	})) {
		const needed = path.join(packageRoot, 'node_modules', name);
		if (found.has(name) || !existsSync(needed)) continue;
		found.add(name);
		packagesOf(needed, found);
	}
	return found;
}
