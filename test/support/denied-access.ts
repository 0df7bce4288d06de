import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import type {TestContext} from 'node:test';

/** Until the test ends, these files are those of another user for `accessSync`. */
export function denyAccess(test: TestContext, ...files: string[]): void {
	const {accessSync} = fs;
	const access = test.mock.method(fs, 'accessSync', (file: string, mode?: number) => {
		if (files.includes(file)) throw Object.assign(new Error('denied'), {code: 'EACCES'});
		accessSync(file, mode);
	});
	syncBuiltinESMExports();
	test.after(() => {
		access.mock.restore();
		syncBuiltinESMExports();
	});
}
