import {chmodSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {REPLServer} from 'node:repl';
import {ensureStateFolder} from '../runs/state-folder.ts';

/** Lines with a leading space are not recorded. */
const secret = /passw|passphrase|secret|token|api[-_]?key/i;

/** Stores the history in the project's `.quarterdeck/`, or in memory if that is read-only. */
export async function keepHistory(server: REPLServer, root: string): Promise<void> {
	server.on('history', forgetSecrets);
	const file = historyFile(root);
	if (!file) return;
	await new Promise<void>(resolve => server.setupHistory(file, () => resolve()));
}

/** @param lines newest first; modified in place */
export function forgetSecrets(lines: string[]): void {
	lines.splice(0, lines.length, ...lines.filter(line => !secret.test(line)));
}

function historyFile(root: string): string | undefined {
	try {
		const file = path.join(ensureStateFolder(root), 'shell-history');
		writeFileSync(file, '', {flag: 'a', mode: 0o600});
		chmodSync(file, 0o600);
		return file;
	} catch {
		return undefined;
	}
}
