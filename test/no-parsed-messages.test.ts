import assert from 'node:assert/strict';
import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {packageRoot} from './support/project.ts';

const looks = '(?:includes|startsWith|endsWith|match|matchAll|search|indexOf|replace|replaceAll)';
/** What looks into a sentence: a method of it, or a regular expression. */
const parses = new RegExp(
	[
		String.raw`\b(?:message|hint)\b[!?]*\.${looks}\(`,
		String.raw`(?<!\.)\.(?:text|command)\b[!?]*\.${looks}\(`,
		String.raw`\.(?:test|exec)\([^()]*(?:\b(?:message|hint|command)\b|\.text\b)`,
	].join('|'),
);

/** @returns the lines that look into a message, a hint, a text or a command line */
function parsingLines(text: string): string[] {
	return text.split('\n').filter(line => parses.test(line));
}

test('the dashboard reads data and parses no message, hint, text or command line', () => {
	const files = globSync('source/{dashboard,runs,status}/**/*.{ts,tsx}', {cwd: packageRoot});
	assert.ok(files.length > 100, 'the search finds files');
	const found = files.flatMap(file =>
		parsingLines(readFileSync(path.join(packageRoot, file), 'utf8')).map(
			line => `${file}: ${line}`,
		),
	);
	assert.deepEqual(found, []);
});

test('a planted violation is seen', () => {
	for (const line of [
		'const port = /quarterdeck runserver (\\d+)/.exec(hint)?.[1];',
		"return hint.includes('quarterdeck stopserver --force');",
		'problems.some(({code, message}) => message.startsWith(migration))',
		'runs.some(({command}) => /^migrate\\b/.test(command))',
		"runs.filter(run => run.command.startsWith('migrate'))",
		"if (event.text.endsWith('--noinput')) return true;",
		'const place = problem.hint?.match(/in (.*)$/);',
		'if (wanted.test(question.text)) return;',
	]) {
		assert.deepEqual(parsingLines(line), [line]);
	}
});
