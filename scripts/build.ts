/**
 * Builds dist/: every module that a project imports keeps a file of its own name, the commands become
 * lazily loaded chunks, and what the dashboard needs of Ink, React and Yoga is bundled into one.
 */
import {execFileSync} from 'node:child_process';
import {chmodSync, cpSync, globSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {type BuildOptions, build, type Plugin} from 'esbuild';
import {thirdPartyNotices} from './third-party-notices.ts';

const root = path.dirname(import.meta.dirname);
process.chdir(root);
const {dependencies, peerDependencies, peerDependenciesMeta} = JSON.parse(
	readFileSync('package.json', 'utf8'),
);

const entryPoints = {
	cli: 'cli.tsx',
	index: 'source/index.ts',
	'server/runner': 'source/server/runner/runner.ts',
	'server/child': 'source/server/child/child.ts',
	'server/serve': 'source/server/production/serve.ts',
	'checks/deployment/ask-application': 'source/checks/deployment/ask-application.ts',
	...Object.fromEntries(
		globSync('source/contrib/**/*.ts').map(file => [
			file.slice('source/'.length, -'.ts'.length),
			file,
		]),
	),
};

/** Ink imports its developer tools only when a variable asks for them; they are not installed. */
const withoutDevtools: Plugin = {
	name: 'without-devtools',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^react-devtools-core$/}, () => ({path: 'none', namespace: 'devtools'}));
		onLoad({filter: /.*/, namespace: 'devtools'}, () => ({contents: 'export default {}'}));
	},
};

/**
 * What the dashboard draws with. It is one file, which is loaded after the first frame and has React's
 * switch for production inside.
 */
const drawing = `
	export * from 'ink';
	export {default as TextInput} from 'ink-text-input';
	export {default as stringWidth} from 'string-width';
	export {Fragment, jsx, jsxs} from 'react/jsx-runtime';
	export {Children, createContext, memo, useContext, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore} from 'react';
`;

const drawingApart: Plugin = {
	name: 'drawing-apart',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^(?:ink|react|react\/jsx-runtime)$/}, () => ({
			path: '#bundled/drawing',
			external: true,
		}));
		onResolve({filter: /^#bundled\/drawing$/}, ({path}) => ({path, external: true}));
		const defaults = {'ink-text-input': 'TextInput', 'string-width': 'stringWidth'};
		for (const [name, exported] of Object.entries(defaults)) {
			const filter = new RegExp(`^${name}$`);
			onResolve({filter}, () => ({path: name, namespace: 'drawing'}));
			onLoad({filter, namespace: 'drawing'}, () => ({
				contents: `export {${exported} as default} from '#bundled/drawing'`,
			}));
		}
	},
};

/** What a text field asks of chalk is its cursor, which is inverse also where there are no colours. */
const inverseCursor: Plugin = {
	name: 'inverse-cursor',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^chalk$/}, ({importer}) =>
			importer.includes('ink-text-input') ? {path: 'chalk', namespace: 'cursor'} : undefined,
		);
		onLoad({filter: /.*/, namespace: 'cursor'}, () => ({
			contents: 'export default {inverse: text => "\\u001B[7m" + text + "\\u001B[27m"}',
		}));
	},
};

/**
 * Ink draws the whole screen for each key and forgets what it has read and measured. Its frame is put together by
 * ours, and what is asked of these two for each text, the answer to which never changes, is remembered.
 */
const remembered = ['string-width', './sanitize-ansi.js'];

const quickFrames: Plugin = {
	name: 'quick-frames',
	setup({onResolve, onLoad}) {
		const frame = path.join(root, 'source/dashboard/output/ink-output.ts');
		onResolve({filter: /^\.\/output\.js$/}, ({importer}) =>
			/node_modules\/ink\//.test(importer) ? {path: frame} : undefined,
		);
		onResolve(
			{filter: new RegExp(`^(?:${remembered.join('|')})$`)},
			({path, importer, resolveDir}) =>
				/node_modules\/(?:ink|widest-line)\//.test(importer)
					? {path, namespace: 'remembered', pluginData: resolveDir}
					: undefined,
		);
		onLoad({filter: /.*/, namespace: 'remembered'}, ({path: name, pluginData: resolveDir}) => ({
			contents: `
				import ask from '${name}';
				import {BoundedCache} from '${path.join(root, 'source/terminal/bounded-cache.ts')}';
				const known = new BoundedCache(2000);
				export default text => known.get(text, () => ask(text));`,
			resolveDir,
		}));
	},
};

/**
 * Of the web, what runs beside Koa: their packages want Koa, which a project without a server of ours does not
 * have. Each is a file of its own, so that commands do not load them.
 */
const ofTheWeb = ['@koa/bodyparser', '@koa/router', 'koa-helmet', 'koa-session', 'koa-static'];

const webApart: Plugin = {
	name: 'web-apart',
	setup({onResolve}) {
		onResolve({filter: new RegExp(`^(?:${ofTheWeb.join('|')})$`)}, ({path, kind}) =>
			kind === 'entry-point' ? undefined : {path: `#bundled/${path}`, external: true},
		);
	},
};

/** What SQL is drawn with. It is one file, which is loaded with the first SQL. */
const sql = `
	export {formatDialect, mariadb, postgresql, sqlite} from 'sql-formatter';
	export {getSegments} from 'sql-highlight';
`;

const sqlApart: Plugin = {
	name: 'sql-apart',
	setup({onResolve}) {
		onResolve({filter: /^sql-(?:formatter|highlight)$/}, () => ({
			path: '#bundled/sql',
			external: true,
		}));
	},
};

/** Bundled packages of CommonJS require Node's own modules. */
const withRequire =
	"import {createRequire as requireOf} from 'node:module'; const require = requireOf(import.meta.url);";

/** A dependency for its types. Every command loads the settings, and the few functions in use load at once. */
const bundled = 'valibot';

const shared: BuildOptions = {
	bundle: true,
	format: 'esm',
	platform: 'node',
	target: 'node22',
	jsx: 'automatic',
	external: Object.keys({...dependencies, ...peerDependencies, ...peerDependenciesMeta})
		.filter(name => name !== bundled)
		.flatMap(name => [name, `${name}/*`]),
	outdir: 'dist',
	logLevel: 'warning',
	metafile: true,
};

rmSync('dist', {recursive: true, force: true});
const {metafile: ofCommands} = await build({
	...shared,
	entryPoints,
	splitting: true,
	chunkNames: 'chunks/[name]-[hash]',
	plugins: [drawingApart, webApart, sqlApart],
});
const {metafile: ofWeb} = await build({
	...shared,
	entryPoints: ofTheWeb.map(name => ({in: name, out: `bundled/${name}`})),
	splitting: true,
	chunkNames: 'bundled/chunks/[name]-[hash]',
	minify: true,
	banner: {js: withRequire},
});
const {metafile: ofDrawing} = await bundleApart('drawing', drawing, {
	// Without fetch Yoga unpacks its bytes itself; with it Node first loads an HTTP client, for 80 ms.
	define: {'process.env.NODE_ENV': '"production"', fetch: 'undefined'},
	banner: {js: withRequire},
	plugins: [withoutDevtools, inverseCursor, quickFrames],
});
const {metafile: ofSql} = await bundleApart('sql', sql);

for (const file of globSync('dist/**/*.js', {exclude: ['dist/bundled/**']})) {
	writeFileSync(file, withoutFacades(readFileSync(file, 'utf8')));
}
const metafiles = [ofCommands!, ofWeb!, ofDrawing!, ofSql!];
writeFileSync('dist/metafiles.json', JSON.stringify(metafiles));
writeFileSync('THIRD-PARTY-NOTICES', thirdPartyNotices(metafiles));

const copied = [
	'source/{contrib,server}/**/*.{html,css}',
	'source/contrib/*/migrations/.snapshot.*.json',
];
for (const file of globSync(copied)) {
	cpSync(file, path.join('dist', path.relative('source', file)));
}
cpSync('source/skeletons', 'dist/skeletons', {recursive: true});
chmodSync('dist/cli.js', 0o755);
if (!process.argv.includes('--without-types')) {
	const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
	execFileSync(process.execPath, [tsc, '-p', 'scripts/tsconfig.types.json'], {stdio: 'inherit'});
}

/**
 * Node makes an ES module of a built-in one by reading all that it exports, with the streams that `node:fs`
 * loads when they are asked for: 10 to 20 ms for each command.
 */
function withoutFacades(text: string): string {
	return text.replace(
		/^import (?:(\w+)|\* as (\w+)|\{([^}]*)\}) from "(node:[\w/]+)";$/gm,
		(_, name, all, names: string | undefined, module) => {
			const bound = names?.replace(/(\w+) as (\w+)/g, '$1: $2');
			return `const ${name ?? all ?? `{${bound}}`} = process.getBuiltinModule("${module}");`;
		},
	);
}

/** One file of what a source exports from packages. */
function bundleApart(name: string, contents: string, more: BuildOptions = {}) {
	return build({
		...shared,
		stdin: {contents, resolveDir: root, sourcefile: `${name}.js`},
		outdir: undefined,
		outfile: `dist/bundled/${name}.js`,
		minify: true,
		...more,
	});
}
