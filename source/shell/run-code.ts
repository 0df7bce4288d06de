import path from 'node:path';
import vm from 'node:vm';
import {silenceWarning} from '../node/warnings.ts';
import type {Scope} from './scope.ts';

/**
 * Runs code with top-level `await`. Imports are relative to the project's folder.
 * @throws whatever the code throws
 */
export async function runCode(code: string, scope: Scope, root: string): Promise<void> {
	const names = Object.keys(scope);
	const run = vm.runInThisContext(`(async ({${names.join(', ')}}) => {\n${code}\n})`, {
		filename: path.join(root, '[shell]'),
		lineOffset: -1,
		importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
	});
	const allowWarning = silenceWarning('USE_MAIN_CONTEXT_DEFAULT_LOADER');
	await run(scope).finally(allowWarning);
}
