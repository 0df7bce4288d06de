import {enableCompileCache} from 'node:module';
import path from 'node:path';
import {homeFolder} from '../system/home-folder.ts';

/** Caches compiled code: loading a `settings.ts` again takes 1 ms instead of 100. */
export function keepCompiledCode(): void {
	const cache = process.env.XDG_CACHE_HOME || path.join(homeFolder(), '.cache');
	enableCompileCache(path.join(cache, 'quarterdeck', 'compiled'));
}
