import assert from 'node:assert/strict';
import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {globalFlags} from '../source/command-definition/global-flags.ts';
import {typedName} from '../source/command-definition/names.ts';
import {commands} from '../source/command-line/commands.ts';
import {packageRoot} from './support/project.ts';

const pages = globSync(['readme.md', 'docs/*.md'], {cwd: packageRoot});

/** The command lines in blocks of shell and in backticks, without comments. */
function commandLinesOf(text: string): string[] {
	const blocks = [...text.matchAll(/^```(?:sh)?\n(.*?)^```$/gms)].map(([, block]) => block!);
	const inline = [...text.replace(/^```.*?^```$/gms, '').matchAll(/`([^`]+)`/g)].map(
		([, code]) => code!,
	);
	return [...blocks.join('\n').split('\n'), ...inline].flatMap(line => {
		const found = /^(?:\$ )?(?:npx )?quarterdeck ([a-z]+(?![\w:]).*)$/.exec(line.trim());
		return found ? [found[1]!.replace(/\s+[#|>].*$/, '')] : [];
	});
}

async function mistakeIn(line: string): Promise<string | undefined> {
	const [name = '', ...words] = line.replaceAll(/[[\]…]/g, ' ').split(/\s+/);
	if (name === 'help') return;
	const command = commands[name];
	if (!command) return `${line}: no such command`;
	const {flags = {}} = (await command.load()).default;
	const known = [...Object.keys(flags), ...Object.keys(globalFlags), 'noInput'].map(typedName);
	const end = words.indexOf('--');
	const given = (end < 0 ? words : words.slice(0, end)).filter(word => word.startsWith('--'));
	const wrong = given.find(word => !known.includes(word.slice(2).split('=')[0]!));
	return wrong && `${line}: no flag ${wrong}`;
}

test('the commands in the documentation exist, with their flags', async () => {
	const lines = pages.flatMap(page =>
		commandLinesOf(readFileSync(path.join(packageRoot, page), 'utf8')),
	);
	assert.ok(lines.length > 40, 'the search finds them');
	const mistakes = await Promise.all(lines.map(mistakeIn));
	assert.deepEqual(mistakes.filter(Boolean), []);
});

test('a wrong command and a wrong flag are found', async () => {
	const text = '```sh\nnpx quarterdeck migrat   # x\n```\n`quarterdeck migrate --fakee`';
	const mistakes = await Promise.all(commandLinesOf(text).map(mistakeIn));
	assert.deepEqual(mistakes, ['migrat: no such command', 'migrate --fakee: no flag --fakee']);
});
