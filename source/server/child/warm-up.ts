import {existsSync} from 'node:fs';
import {stripTypeScriptTypes} from 'node:module';
import {isIP} from 'node:net';
import path from 'node:path';

/**
 * Loads packages before the order to start arrives, with the environment of `.env`, which they may
 * read. The application itself reports packages that fail to load.
 */
export async function warmUp(root: string, modules: string[]): Promise<void> {
	const env = path.join(root, '.env');
	if (existsSync(env)) process.loadEnvFile(env);
	for (const module of modules) await import(module).catch(() => {});
	// Node's type stripper is 3 MB of WebAssembly that is compiled at its first use.
	stripTypeScriptTypes('const warm: boolean = true;');
	// Node compiles its patterns of addresses at the first host that is looked up.
	isIP('::1');
}
