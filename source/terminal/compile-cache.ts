import {enableCompileCache} from 'node:module';
import {homedir} from 'node:os';
import path from 'node:path';

/** Caches compiled code: loading a `settings.ts` again takes 1 ms instead of 100. */
export function keepCompiledCode(): void {
	const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
	enableCompileCache(path.join(cache, 'quarterdeck', 'compiled'));
}
