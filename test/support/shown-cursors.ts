import {createRequire} from 'node:module';
import type {TestContext} from 'node:test';
import {pathToFileURL} from 'node:url';

const require = createRequire(import.meta.url);

/** The cursor of `ink-text-input` is a colour of its own chalk, which draws none where the tests run. */
export async function showCursors(test: Pick<TestContext, 'after'>): Promise<void> {
	const input = createRequire(pathToFileURL(require.resolve('ink-text-input')));
	const {default: chalk} = await import(pathToFileURL(input.resolve('chalk')).href);
	const {level} = chalk;
	chalk.level = 1;
	test.after(() => {
		chalk.level = level;
	});
}
