import {spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {TestContext} from 'node:test';
import {linkPackages, packageRoot, temporaryFolder} from './project.ts';

/** As in the project that `startproject` writes. */
const options = {
	target: 'es2024',
	module: 'nodenext',
	strict: true,
	noEmit: true,
	skipLibCheck: true,
	allowImportingTsExtensions: true,
	types: ['node'],
};

/**
 * Compiles a project that has these files and uses the built package.
 * @returns what the compiler says, one error a line; empty if it is content
 */
export function compile(t: TestContext, files: Record<string, string>): string {
	const root = temporaryFolder(t);
	linkPackages(root);
	const compilerOptions = JSON.stringify({compilerOptions: options, files: Object.keys(files)});
	const all = {...files, 'package.json': '{"type": "module"}\n', 'tsconfig.json': compilerOptions};
	for (const [name, text] of Object.entries(all)) {
		mkdirSync(path.dirname(path.join(root, name)), {recursive: true});
		writeFileSync(path.join(root, name), text);
	}
	const compiler = path.join(packageRoot, 'node_modules/typescript/bin/tsc');
	return spawnSync(process.execPath, [compiler, '-p', root], {encoding: 'utf8', cwd: root}).stdout;
}
