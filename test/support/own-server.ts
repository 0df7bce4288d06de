import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import type {TestContext} from 'node:test';
import {startServer} from '../../source/server/control/lifecycle.ts';
import {isPortFree} from '../../source/server/control/port-owner.ts';
import {ownPageProject} from './server.ts';

/** A project that runs its own server: `main.ts` with this source, or what the setting says. */
export function ownServerProject(
	test: TestContext,
	source: string,
	server = "'./main.ts'",
): string {
	const root = ownPageProject(test, 'one', server);
	saveServer(root, source);
	return root;
}

export function saveServer(root: string, source: string): void {
	writeFileSync(path.join(root, 'main.ts'), source);
}

/** Starts the project's server. @returns its URL */
export async function runServer(root: string, options: {port?: number} = {}): Promise<string> {
	const {status} = await startServer(root, {...options, operator: 'tester'});
	assert.equal(status.state, 'running', status.reason);
	return status.url!;
}

/** A free port that the system gives to no client, so that it is still free a moment later. */
export async function freePort(): Promise<number> {
	const port = 20_000 + Math.floor(Math.random() * 10_000);
	return (await isPortFree('127.0.0.1', port)) ? port : freePort();
}

/** The source of a server, `server`, that answers with the text and does not listen yet. */
export const serverSource = (text: string) =>
	`import {createServer} from 'node:http';\nconst server = createServer((_, response) => response.end('${text}'));\n`;
