import assert from 'node:assert/strict';
import module, {syncBuiltinESMExports} from 'node:module';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import {keepCompiledCode} from '../../source/terminal/compile-cache.ts';
import {setVariable} from '../support/environment.ts';

test('compiled code is cached in the user’s own folder', t => {
	const enable = t.mock.method(module, 'enableCompileCache', () => {});
	syncBuiltinESMExports();
	t.after(() => {
		enable.mock.restore();
		syncBuiltinESMExports();
	});
	setVariable(t, 'XDG_CACHE_HOME', '/var/cache/ann');
	keepCompiledCode();
	setVariable(t, 'XDG_CACHE_HOME', '');
	keepCompiledCode();
	assert.deepEqual(
		enable.mock.calls.map(({arguments: [folder]}) => folder),
		['/var/cache/ann/quarterdeck/compiled', path.join(os.homedir(), '.cache/quarterdeck/compiled')],
	);
});
