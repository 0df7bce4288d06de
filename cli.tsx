#!/usr/bin/env node
/**
 * The entry point: argv → a command; none → the dashboard. It exits when either has ended.
 * It imports nothing at its top, so that another runtime gets a sentence and not a syntax error.
 */
const refusal = whyNotHere();
if (refusal) {
	process.stderr.write(`Error: ${refusal}\n`);
	process.exitCode = 1;
} else {
	main(process.argv.slice(2)).then(
		// A timer or a connection that the project's own code left open must not keep the caller waiting.
		code => process.exit(code),
		fail,
	);
}

function whyNotHere(): string | undefined {
	const {bun, deno, node} = process.versions;
	const other = bun ? 'Bun' : deno ? 'Deno' : undefined;
	if (other) {
		return `Quarterdeck runs on Node, and this is ${other}.\nRun it with Node: npx quarterdeck, or bunx quarterdeck without --bun`;
	}
	const [major = 0, minor = 0] = node.split('.').map(Number);
	if (major > 22 || (major === 22 && minor >= 18)) return undefined;
	return `Quarterdeck needs Node 22.18 or newer, and this is Node ${node}.\nInstall a newer Node (https://nodejs.org), or in your project: npm install --save-dev node@24`;
}

async function main(words: string[]): Promise<number> {
	const {keepCompiledCode} = await import('./source/terminal/compile-cache.ts');
	keepCompiledCode();
	const {isBare, parseCommandLine} = await import('./source/command-line/parse.ts');
	const line = parseCommandLine(words);
	if (isBare(line) && canDraw()) {
		const {openDashboard} = await import('./source/dashboard/index.ts');
		return openDashboard(line);
	}
	const {isWritten} = await import('./source/terminal/written.ts');
	if (line.version && !line.json) {
		const {packageVersion} = await import('./source/system/package-files.ts');
		process.stdout.on('error', () => {}).write(`${packageVersion()}\n`);
		await isWritten();
		return 0;
	}
	const {runCommandLine} = await import('./source/command-line/run.ts');
	const exitCode = await runCommandLine(line);
	await isWritten();
	return exitCode;
}

/** A command reports what it expects; this is for what the system refuses, such as more open files. */
async function fail(error: unknown): Promise<void> {
	process.exitCode = 1;
	const failure = await explain(error);
	if (failure === undefined) throw error;
	process.stderr.write(`Error: ${failure}\n`, () => process.exit());
}

async function explain(error: unknown): Promise<string | undefined> {
	try {
		const {systemFailure} = await import('./source/errors/system-error.ts');
		const failure = systemFailure(error);
		return failure && `${failure.message}\n${failure.hint}`;
	} catch {
		// Not even this file can be opened.
		const {code} = error as NodeJS.ErrnoException;
		if (code !== 'EMFILE' && code !== 'ENFILE') return undefined;
		return `This process may not open more files (${code}).\nRaise the limit and try again: ulimit -n 4096`;
	}
}

/** The dashboard needs a terminal on both ends; everything else gets the status as text. */
function canDraw(): boolean {
	return (
		process.stdin.isTTY === true && process.stdout.isTTY === true && process.env.TERM !== 'dumb'
	);
}
