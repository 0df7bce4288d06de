/**
 * Loaded before each test file, and JavaScript itself: Node's type stripper is a large module, and
 * with the cache below most test files run without it.
 */
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {createRequire, enableCompileCache, registerHooks, setSourceMapsSupport} from 'node:module';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';

const root = path.resolve(import.meta.dirname, '../..');
const cache = path.join(root, 'node_modules/.cache/quarterdeck-tests');
const dist = pathToFileURL(path.join(root, 'dist/')).href;

if (process.env.NODE_TEST_CONTEXT) endWhatHangs();
process.env.TZ = 'UTC';
enableCompileCache(path.join(cache, 'compiled'));
setSourceMapsSupport(true, {nodeModules: false});

registerHooks({
	/** A project in this process uses the sources that the test imports, and React as it is shipped. */
	resolve(specifier, context, next) {
		const resolved = next(
			specifier.replace(/^(\.\/cjs\/(?:react|scheduler).*)\.development\.js$/, '$1.production.js'),
			context,
		);
		if (!specifier.startsWith('quarterdeck') || !resolved.url.startsWith(dist)) return resolved;
		const source = resolved.url.slice(dist.length).replace(/\.js$/, '.ts');
		return {
			...resolved,
			url: pathToFileURL(path.join(root, 'source', source)).href,
			format: 'module-typescript',
		};
	},
	load(url, context, next) {
		if (!url.endsWith('.tsx')) return next(url, context);
		return {format: 'module', shortCircuit: true, source: withoutJsx(fileURLToPath(url))};
	},
});

/** Node strips types, but not JSX. @returns the file's JavaScript */
function withoutJsx(file) {
	const source = readFileSync(file, 'utf8');
	const hash = createHash('sha256').update(file).update(source).digest('hex');
	const cached = path.join(cache, 'jsx', `${hash}.js`);
	if (existsSync(cached)) return readFileSync(cached, 'utf8');
	const {transformSync} = createRequire(import.meta.url)('esbuild');
	const {code} = transformSync(source, {
		loader: 'tsx',
		jsx: 'automatic',
		sourcefile: file,
		sourcemap: 'inline',
	});
	mkdirSync(path.dirname(cached), {recursive: true});
	// Another test file may read it at the same moment.
	writeFileSync(`${cached}.${process.pid}`, code);
	renameSync(`${cached}.${process.pid}`, cached);
	return code;
}

/**
 * A child or socket that a failed test leaves behind keeps the file's process alive, and
 * `--test-timeout` is about tests only: without an end here the whole run hangs.
 */
function endWhatHangs() {
	// Of MikroORM 6, the installation and each command of its own take long.
	const longest = Number(process.env.QUARTERDECK_TEST_MINUTES ?? 6) * 60_000;
	setTimeout(() => {
		const resources = process.getActiveResourcesInfo();
		console.error(`${process.argv[1]} still runs after ${longest} ms: ${resources}`);
		process.exit(1);
	}, longest).unref();
}
