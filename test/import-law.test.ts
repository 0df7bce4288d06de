import assert from 'node:assert/strict';
import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {packageRoot} from './support/project.ts';

const foundations = ['errors', 'system', 'words'];

/** What each room may import, besides itself and the foundations it is given here. */
const law: Record<string, string[]> = {
	errors: [],
	system: ['errors'],
	words: [],
	node: ['errors', 'system'],
	index: [
		...['errors', 'project', 'server', 'library', 'runs/events', 'terminal/prompt'],
		...['command-definition/define-command', 'checks/define-checks', 'checks/finding/finding'],
		...['migrations/backfill/define-backfill', 'email/send-email', 'email/message', 'testing'],
	],
	email: [
		...['project', 'runs/state-folder', 'terminal/redact', 'terminal/sanitise'],
		...foundations,
	],
	testing: ['project', 'mikro-orm', 'migrations', 'server/web', ...foundations],
	library: ['project', 'mikro-orm', 'migrations', 'runs/events', ...foundations],
	runs: foundations,
	terminal: [...foundations, 'runs/event-texts', 'runs/events'],
	'mikro-orm': [],
	project: ['mikro-orm', 'node/warnings', 'contrib/auth/user/user', ...foundations],
	migrations: [
		'project',
		'mikro-orm',
		'runs/event-texts',
		'runs/events',
		'runs/liveness',
		'runs/operator',
		'runs/state-folder',
		'terminal/redact-arguments',
		'database-client/credentials',
		'database-client/invocations',
		...foundations,
	],
	contrib: ['index'],
	server: [
		...['project', 'migrations', 'contrib', 'runs', 'node'],
		...['terminal/sanitise', 'terminal/redact', 'terminal/redact-arguments'],
		...foundations,
	],
	'command-definition': ['project', 'runs/events', 'terminal', ...foundations],
	'database-client': ['project', ...foundations],
	shell: [
		'project',
		'mikro-orm/metadata',
		'runs/state-folder',
		'terminal/whole-job',
		'node',
		...foundations,
	],
	checks: [
		...['command-definition', 'runs/state-folder', 'runs/operator'],
		...['project', 'migrations', 'server'],
		...foundations,
	],
	status: ['project', 'migrations', 'server/control', 'runs', 'terminal', ...foundations],
	users: [
		'project',
		'mikro-orm/metadata',
		'migrations',
		'contrib',
		'runs',
		'server',
		'terminal',
		...foundations,
	],
	commands: [
		...['project', 'migrations', 'users', 'server', 'checks', 'status', 'runs', 'terminal'],
		...['command-definition', 'data', 'database-client', 'email', 'mikro-orm/version', 'shell'],
		...foundations,
	],
	data: ['project', 'mikro-orm', 'migrations', 'runs/events', 'node/garbage', ...foundations],
	'command-line': [
		'command-definition',
		'commands',
		'node',
		'project',
		'runs',
		'terminal',
		...foundations,
	],
	dashboard: ['runs', 'server/control', 'command-line/parse', 'terminal', 'node', ...foundations],
	cli: ['command-line', 'dashboard/index', 'terminal', 'errors', 'system/package-files'],
};

/** Packages that only some rooms may load. A type costs nothing and is free to all. */
const packages: [pattern: RegExp, rooms: string[]][] = [
	[/^(ink|react|ink-text-input)(\/|$)/, ['dashboard']],
	[/^@mikro-orm\//, ['contrib', 'migrations']],
	[/^(sql-formatter|sql-highlight)$/, ['dashboard']],
	[/^valibot$/, ['project']],
	[/^nodemailer$/, ['email']],
	[/^(koa|@koa\/.*|koa-.*|eta)$/, ['server', 'contrib']],
];

interface Import {
	from: string;
	to: string;
	type: boolean;
}

/** @returns what is broken, one sentence an import */
function violations({from, to, type}: Import): string[] {
	const room = roomOf(from);
	if (!to.startsWith('.')) {
		const owners = packages.find(([pattern]) => pattern.test(to))?.[1];
		return type || !owners || owners.includes(room) ? [] : [`${from} imports ${to}`];
	}
	const target = path.join(path.dirname(from), to).replace(/\.tsx?$/, '');
	if (roomOf(target) === room) return commandOfAnother(from, target);
	const allowed = law[room]!.some(place => target === place || target.startsWith(`${place}/`));
	return allowed ? [] : [`${from} imports ${target}`];
}

/** A command never imports another one; only their table names them. */
function commandOfAnother(from: string, target: string): string[] {
	if (!from.startsWith('commands/')) return [];
	return [`${from} imports ${target}`];
}

function roomOf(file: string): string {
	return file.split('/')[0]!.replace(/\.tsx?$/, '');
}

function importsOf(file: string, text: string): Import[] {
	const statements = text.matchAll(
		/\b(import|export)\s+(type\s)?(?:[^'";()]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'/g,
	);
	return [...statements].map(([, , type, to, lazily]) => ({
		from: file,
		to: (to ?? lazily)!,
		type: !!type,
	}));
}

function importsOfAll(): Import[] {
	const files = globSync('{cli.tsx,source/**/*.{ts,tsx}}', {cwd: packageRoot}).filter(
		file => !file.startsWith('source/skeletons/'),
	);
	return files.flatMap(file => {
		const text = readFileSync(path.join(packageRoot, file), 'utf8');
		const inSource = file.replace(/^source\//, '');
		return importsOf(inSource, text).map(found => ({
			...found,
			to: found.to.replace(/^\.\/source\//, './'),
		}));
	});
}

test('every import obeys the import law', () => {
	const imports = importsOfAll();
	assert.ok(imports.length > 100, 'the search finds imports');
	assert.deepEqual(imports.flatMap(violations), []);
});

test('a planted violation is seen', () => {
	const planted: [string, string][] = [
		['dashboard/panes/log.tsx', "import {openProject} from '../../project/open/open.ts';"],
		['contrib/auth/views.ts', "import {findProject} from '../../project/settings/find.ts';"],
		['library/migrate.ts', "import command from '../commands/migrations/migrate.ts';"],
		['commands/migrate.ts', "const {default: log} = await import('./log.ts');"],
		['migrations/graph/plan.ts', "import {startServer} from '../../server/control/lifecycle.ts';"],
		['terminal/output.ts', "import {Text} from 'ink';"],
		['project/open/orm.ts', "import {MikroORM} from '@mikro-orm/core';"],
	];
	for (const [file, text] of planted) {
		assert.equal(importsOf(file, text).flatMap(violations).length, 1, `${file}: ${text}`);
	}
});

/** @returns the folders of each cycle of imports, types included */
function cyclesIn(imports: Import[]): string[][] {
	const neighbours = new Map<string, Set<string>>();
	for (const {from, to} of imports) {
		if (!to.startsWith('.')) continue;
		const folder = folderOf(from);
		const target = folderOf(path.join(path.dirname(from), to));
		if (folder === target) continue;
		neighbours.set(folder, (neighbours.get(folder) ?? new Set()).add(target));
	}
	return stronglyConnected(neighbours).filter(folders => folders.length > 1);
}

/** The entry points `cli.tsx` and `index.ts` lie side by side, and are two things. */
function folderOf(file: string): string {
	return file.includes('/') ? path.dirname(file) : roomOf(file);
}

/** Tarjan's algorithm. */
function stronglyConnected(neighbours: Map<string, Set<string>>): string[][] {
	const found: string[][] = [];
	const stack: string[] = [];
	const order = new Map<string, number>();
	const visit = (node: string): number => {
		const index = order.size;
		let lowest = index;
		order.set(node, index);
		stack.push(node);
		for (const next of neighbours.get(node) ?? []) {
			if (!order.has(next)) lowest = Math.min(lowest, visit(next));
			else if (stack.includes(next)) lowest = Math.min(lowest, order.get(next)!);
		}
		if (lowest === index) found.push(stack.splice(stack.indexOf(node)).sort());
		return lowest;
	};
	for (const node of neighbours.keys()) if (!order.has(node)) visit(node);
	return found;
}

test('no import cycle between folders', () => {
	assert.deepEqual(cyclesIn(importsOfAll()), []);
});

test('a planted cycle is seen, through types as well', () => {
	const planted = [
		...importsOf('commands/migrate.ts', "import {run} from '../users/accounts.ts';"),
		...importsOf('users/accounts.ts', "import type {Site} from '../contrib/auth/index.ts';"),
		...importsOf('contrib/auth/index.ts', "export {run} from '../../commands/index.ts';"),
		...importsOf('status/text.ts', "import {run} from '../commands/migrations/migrate.ts';"),
	];
	assert.deepEqual(cyclesIn(planted), [['commands', 'contrib/auth', 'users']]);
	assert.deepEqual(cyclesIn(planted.slice(1)), []);
});

/** What MikroORM tags internal, or gives no type for. */
const internals =
	/\b(?:DatabaseSchema|DatabaseTable|SchemaComparator|SqliteSchemaHelper|MigrationStorage|[JT]SMigrationGenerator|getTargetSchema|diffToSQL)\b|Symbol\.for\('@mikro-orm\//;

test('MikroORM’s internals are reached in their folders', () => {
	const files = globSync('source/**/*.{ts,tsx}', {cwd: packageRoot}).filter(file =>
		internals.test(readFileSync(path.join(packageRoot, file), 'utf8')),
	);
	const outside = (file: string) =>
		!/^source\/(?:migrations\/)?(?:mikro-orm\/|engine\/mikro-orm\.ts)/.test(file);
	assert.ok(files.length > 3, 'the search finds them');
	assert.deepEqual(files.filter(outside), []);
});

/** What Node does not document, or documents for itself. */
const internalsOfNode =
	/[.{]_[a-z]|\b(?:setFlagsFromString|emitWarning|internalBinding)\b|\bprocess\.binding\b|removeAllListeners\('warning'/;

test('Node’s private APIs are used in one folder', () => {
	const files = globSync('{cli.tsx,source/**/*.{ts,tsx}}', {cwd: packageRoot}).filter(file =>
		internalsOfNode.test(readFileSync(path.join(packageRoot, file), 'utf8')),
	);
	assert.ok(files.length > 3, 'the search finds them');
	assert.deepEqual(
		files.filter(file => !file.startsWith('source/node/')),
		[],
	);
});

test('a planted use of a private API is seen', () => {
	const planted = [
		'net._createServerHandle(host, port, 4);',
		'const {_handle} = process.stdout;',
		'(Module as any)._resolveFilename(name);',
		"setFlagsFromString('--expose-gc');",
		'process.emitWarning = () => {};',
		"process.binding('fs');",
		"process.removeAllListeners('warning');",
	];
	assert.deepEqual(
		planted.filter(text => !internalsOfNode.test(text)),
		[],
	);
});

/** The entry point of each process, a second ^C, and a lost terminal. */
const exits = [
	'cli.tsx',
	'source/command-line/interruption.ts',
	'source/dashboard/screen/terminal-session.ts',
	'source/server/child/child.ts',
	'source/server/production/serve.ts',
	'source/server/runner/runner.ts',
];

test('each process exits in one place', () => {
	const files = globSync('{cli.tsx,source/**/*.{ts,tsx}}', {cwd: packageRoot}).filter(file =>
		/\bprocess\.exit\(/.test(readFileSync(path.join(packageRoot, file), 'utf8')),
	);
	assert.deepEqual(files.sort(), exits);
});

test('a type import is allowed anywhere', () => {
	const text = "import type {MikroORM} from '@mikro-orm/core';";
	assert.deepEqual(importsOf('project/orm.ts', text).flatMap(violations), []);
});
