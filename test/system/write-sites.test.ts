import assert from 'node:assert/strict';
import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {packageRoot} from '../support/project.ts';

/** The functions of Node and SQLite's driver that write files. */
const writers =
	/\b(?:writeFile|writeFileSync|writeSync|writev|appendFile|appendFileSync|createWriteStream|openSync|open|rename|renameSync|copyFile|copyFileSync|cp|cpSync|linkSync|symlinkSync|mkdirSync|mkdtempSync|ftruncateSync|truncateSync)\b/g;

/** Every file that writes by itself, with what a disk that fails does there, and the test of that. */
const sites: Record<string, [writers: string[], test: string]> = {
	// Whole files or nothing; everything that is to last is written here.
	'system/atomic-file': [
		['copyFileSync', 'linkSync', 'open', 'openSync', 'renameSync', 'writeSync'],
		'system/atomic-file',
	],
	// Whole lines or nothing.
	'system/append-file': [['ftruncateSync', 'openSync'], 'commands/project/without-state'],
	'system/make-folders': [['mkdirSync'], 'commands/project/without-state'],
	// Control groups are no files; without them, processes are found by other marks.
	'system/control-group': [['mkdirSync', 'writeFileSync'], 'system/control-group'],
	// What cannot be made is left to the database's driver.
	'system/private-file': [['openSync'], 'system/private-file'],
	// The claim is an empty file.
	'runs/killed-run': [['openSync'], 'runs/killed-run'],
	// A note for people: a damaged one is ignored.
	'migrations/locks/sqlite': [
		['ftruncateSync', 'openSync', 'writeSync'],
		'commands/project/without-state',
	],
	// A copy of the database is renamed once it is whole.
	'migrations/backups/backup': [['renameSync'], 'migrations/backups/backup'],
	// A damaged one is renamed before a copy takes its place.
	'migrations/backups/damaged': [['renameSync'], 'migrations/backups/damaged'],
	// What cannot be written is reported, and ends nothing.
	'server/control/log-file': [['openSync', 'renameSync'], 'server/runner/server-log'],
	'server/control/launch-runner': [['openSync'], 'server/control/launch-runner'],
	'runs/start-run': [['openSync'], 'runs/start-run'],
	// Read only.
	'runs/files/file-ends': [['openSync'], 'runs/history'],
	'runs/files/byte-reader': [['openSync'], 'runs/files/line-reader'],
	'dashboard/log/file/open-log': [['openSync'], 'dashboard/log/file/open-log'],
	// A lock whose note cannot be written is let go.
	'project/database/folder-lock': [['writeFileSync'], 'project/database/folder-lock'],
	// For one process; without them it does without.
	'checks/replay': [['mkdtempSync'], 'checks/replay'],
	'migrations/rehearse/pglite-copy': [['cpSync'], 'migrations/rehearse/pglite-copy'],
	'testing/local-database': [['copyFileSync', 'mkdtempSync'], 'testing/local-database'],
	'shell/history': [['writeFileSync'], 'shell/history'],
	'database-client/run': [['mkdtempSync', 'writeFileSync'], 'database-client/run'],
};

test('every place that writes files is known, and a test breaks its disk', () => {
	const found = globSync('{source/**/*.{ts,tsx},cli.tsx}', {cwd: packageRoot}).flatMap(file => {
		const source = readFileSync(path.join(packageRoot, file), 'utf8');
		const imports = [...source.matchAll(/import \{([^}]*)\} from 'node:fs(?:\/promises)?'/g)];
		const used = imports.flatMap(([, names]) => names!.match(writers) ?? []);
		const name = file.replace(/^source\/|\.tsx?$/g, '');
		return used.length > 0 ? [[name, used.sort()] as const] : [];
	});
	const known = Object.entries(sites).map(([name, [used]]) => [name, used]);
	assert.deepEqual(Object.fromEntries(found), Object.fromEntries(known));
	for (const [, name] of Object.values(sites)) {
		const tests = globSync(`test/${name}.{test,databases}.{ts,tsx}`, {cwd: packageRoot});
		assert.ok(tests.length > 0, name);
	}
});

test('no source imports node:fs as a whole, where this would not be seen', () => {
	const whole = globSync('source/**/*.{ts,tsx}', {cwd: packageRoot}).filter(file =>
		/import (?:\* as \w+|\w+) from 'node:fs/.test(
			readFileSync(path.join(packageRoot, file), 'utf8'),
		),
	);
	assert.deepEqual(whole, []);
});
