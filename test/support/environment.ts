import type {TestContext} from 'node:test';

/** Sets an environment variable, or removes it, until the test ends. */
export function setVariable(
	test: Pick<TestContext, 'after'>,
	name: string,
	value: string | undefined,
): void {
	const before = process.env[name];
	put(name, value);
	test.after(() => put(name, before));
}

function put(name: string, value: string | undefined): void {
	if (value === undefined) delete process.env[name];
	else process.env[name] = value;
}
