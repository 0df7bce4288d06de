import {existsSync} from 'node:fs';
import {stripTypeScriptTypes} from 'node:module';
import path from 'node:path';

/**
 * Loads packages before the order comes. They may look at the environment, so `.env` comes first, as
 * it does for an application; a package that does not load is the application's to complain of.
 */
export async function warmUp(root: string, modules: string[]): Promise<void> {
	const env = path.join(root, '.env');
	if (existsSync(env)) process.loadEnvFile(env);
	for (const module of modules) await import(module).catch(() => {});
	// Node's own stripper is 3 MB of WebAssembly, compiled when it is first used.
	stripTypeScriptTypes('const warm: boolean = true;');
}
