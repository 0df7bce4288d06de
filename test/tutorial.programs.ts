/** Does what docs/tutorial.md tells its reader to do, from its first line to its last. */
import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {chromium, type Locator, type Page} from 'playwright-core';
import {runProgram} from './support/command.ts';
import {cliFile, linkPackages, packageRoot, temporaryFolder} from './support/project.ts';
import {skipWithout} from './support/requires.ts';
import {endProcesses, start} from './support/server.ts';
import {openTerminal} from './support/terminal.ts';
import {until} from './support/wait.ts';

const executablePath = '/usr/bin/chromium';
const skip = skipWithout('Chromium', existsSync(executablePath));

type Step =
	| {does: 'file'; name: string; text: string}
	| {does: 'run'; command: string; lines: string[]}
	| {does: 'open' | 'follow' | 'choose' | 'press' | 'see'; what: string};

test('the tutorial works as typed', {skip, timeout: 300_000}, async t => {
	const reader = new Reader(t);
	const steps = stepsOf(readFileSync(path.join(packageRoot, 'docs/tutorial.md'), 'utf8'));
	for (const does of ['file', 'run', 'open', 'follow', 'choose', 'press', 'see'])
		assert.ok(
			steps.some(step => step.does === does),
			`the search finds what to ${does}`,
		);
	await reader.openBrowser();
	for (const step of steps) await reader.take(step);
});

/** A file is the block after its name, a command a line that begins with `$`, what is seen a quotation. */
function stepsOf(page: string): Step[] {
	const form =
		/^```(\w+)\n(.*?)^```$|^> (.+?)$|(?:Edit|Create)\s`([^`]+)`:|(Open|Follow|Choose|[Pp]ress)\s(?:<http:\/\/127\.0\.0\.1:8000(.*?)>|\*\*(.+?)\*\*)/gms;
	let name: string | undefined;
	const steps: Step[] = [];
	for (const [, language, text, seen, file, action, url, label] of page.matchAll(form)) {
		if (language === 'console') steps.push(...commandsIn(text!));
		else if (language) {
			assert.ok(name, `a name for the block that begins with ${text!.split('\n')[0]}`);
			steps.push({does: 'file', name, text: text!});
			name = undefined;
		} else if (seen) steps.push({does: 'see', what: seen});
		else if (file) name = file;
		else steps.push({does: action!.toLowerCase(), what: url ?? label!} as Step);
	}
	return steps;
}

function commandsIn(text: string): Step[] {
	return text.split(/^\$ /m).flatMap(part => {
		const [command, ...lines] = part.trimEnd().split('\n');
		return command ? [{does: 'run' as const, command, lines}] : [];
	});
}

class Reader {
	readonly #test: TestContext;
	#folder = '';
	#origin = '';
	#page!: Page;
	/** What the page that is open was opened with; empty after an action on it. */
	#opened = '';

	constructor(t: TestContext) {
		this.#test = t;
		// Before the folder is removed: hooks run in the order in which they were given.
		t.after(() => endProcesses(this.#folder));
		this.#folder = temporaryFolder(t);
	}

	async openBrowser(): Promise<void> {
		const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
		const browser = await chromium.launch({executablePath, args});
		this.#test.after(() => browser.close());
		this.#page = await browser.newPage({viewport: {width: 390, height: 844}});
	}

	async take(step: Step): Promise<void> {
		if (step.does === 'run') return this.#run(step.command, step.lines);
		if (step.does === 'file') {
			const file = path.join(this.#folder, step.name);
			mkdirSync(path.dirname(file), {recursive: true});
			return writeFileSync(file, step.text);
		}
		const page = this.#page;
		const {does, what} = step;
		if (does === 'open') {
			this.#opened = this.#origin + what;
			await page.goto(this.#opened);
		} else if (does === 'see') await this.#find(page.locator('body', {hasText: what}));
		else if (does === 'choose') await (await this.#find(page.getByLabel(what))).check();
		else {
			const role = does === 'follow' ? 'link' : 'button';
			await (await this.#find(page.getByRole(role, {name: what}))).click();
			this.#opened = '';
		}
	}

	/** The server may still be about to restart after the last file was saved. */
	async #find(wanted: Locator): Promise<Locator> {
		await until(`${this.#page.url()} has ${wanted}`, async () => {
			if (await wanted.isVisible()) return true;
			if (this.#opened) await this.#page.goto(this.#opened);
			return false;
		});
		return wanted;
	}

	async #run(command: string, lines: string[]): Promise<void> {
		const words = command.split(' ');
		if (words[0] === 'cd') this.#folder = path.join(this.#folder, words[1]!);
		else if (command === 'npm install') this.#install();
		else if (command === 'npx quarterdeck runserver')
			this.#origin = new URL(await start(this.#folder)).origin;
		else if (lines.some(line => prompt.test(line))) await this.#converse(words.slice(2), lines);
		else {
			const {code, stdout, stderr} = await runProgram(
				this.#folder,
				programOf(words, this.#folder),
				{},
			);
			assert.equal(code, 0, `${command}\n${stdout}${stderr}`);
			for (const line of lines)
				assert.ok(stdout.includes(`${line}\n`), `${command}: ${line}\n${stdout}`);
		}
	}

	/** What is on npm, and Quarterdeck as it was built. */
	#install(): void {
		linkPackages(this.#folder);
		const installed = path.join(packageRoot, 'node_modules/typescript');
		symlinkSync(installed, path.join(this.#folder, 'node_modules/typescript'));
	}

	async #converse(words: string[], lines: string[]): Promise<void> {
		const terminal = openTerminal([process.execPath, cliFile, ...words], {cwd: this.#folder});
		for (const line of lines) {
			const [, asked, answer] = prompt.exec(line) ?? [];
			if (asked === undefined) await terminal.shows(line);
			else {
				await terminal.waitFor(() => terminal.screen().trimEnd().endsWith(asked.trimEnd()), asked);
				terminal.press(`${answer}\r`);
			}
		}
		if (words[0] === 'shell') terminal.press('\u0004');
		assert.equal((await terminal.exited).exitCode, 0, terminal.screen());
	}
}

/** What a command asks, and the answer. */
const prompt = /^(mysite> |Password(?: \(again\))?: )(.+)$/;

function programOf(words: string[], folder: string): string[] {
	const [program, name, ...rest] = words;
	if (program === 'npx' && name === 'quarterdeck') return [process.execPath, cliFile, ...rest];
	assert.deepEqual([program, name], ['npm', 'run'], 'a command that the test knows');
	const {scripts} = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
	assert.equal(scripts[rest[0]!], 'tsc');
	return [process.execPath, path.join(folder, 'node_modules/typescript/bin/tsc')];
}
