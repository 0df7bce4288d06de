import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {packageRoot} from './support/project.ts';

const text = readFileSync(path.join(packageRoot, 'docs/security.md'), 'utf8');

/** The cells of each row: number, requirement, what is here, test. */
function rowsOf(table: string): string[][] {
	const [, content = ''] = new RegExp(`<!-- ${table} -->\n(.*?)<!-- /${table} -->`, 's').exec(
		text,
	)!;
	const [, , ...rows] = content.trim().split('\n');
	return rows.map(row =>
		row
			.slice(1, -1)
			.split('|')
			.map(cell => cell.trim()),
	);
}

/** `W010–W012, E026` as four numbers. */
function numbersIn(cell: string): string[] {
	return cell.split(', ').flatMap(part => {
		const [first, last] = part.split('–') as [string, string?];
		if (!first || last === undefined) return first === '' || first === '–' ? [] : [first];
		const [, start, from] = /^(.*?)(\d+)$/.exec(first)!;
		const [, , to] = /^(.*?)(\d+)$/.exec(last)!;
		return Array.from(
			{length: Number(to) - Number(from) + 1},
			(_, index) => `${start}${String(Number(from) + index).padStart(from!.length, '0')}`,
		);
	});
}

const upTo = (chapter: string, last: number, without: number[] = []) =>
	Array.from({length: last}, (_, index) => index + 1)
		.filter(number => !without.includes(number))
		.map(number => `${chapter}.${number}`);

test('the table of ASVS has every requirement of level 2 in V2, V3 and V4', () => {
	const expected = [
		...[...upTo('2.1', 12), ...upTo('2.2', 3), ...upTo('2.3', 3), ...upTo('2.4', 5)],
		...[...upTo('2.5', 7), ...upTo('2.6', 3), ...upTo('2.7', 6), ...upTo('2.8', 7)],
		...[...upTo('2.9', 3), ...upTo('2.10', 4), ...upTo('3.1', 1), ...upTo('3.2', 4)],
		...[...upTo('3.3', 4), ...upTo('3.4', 5), ...upTo('3.5', 3), ...upTo('3.7', 1)],
		...[...upTo('4.1', 5, [4]), ...upTo('4.2', 2), ...upTo('4.3', 3)],
	];
	assert.deepEqual(
		rowsOf('asvs').flatMap(([numbers]) => numbersIn(numbers!)),
		expected,
	);
});

test('the table of Django has W001 to W025', () => {
	const numbers = rowsOf('django').flatMap(([cell]) => numbersIn(cell!));
	const digits = numbers.map(number => Number(number.slice(1))).filter(number => number <= 25);
	assert.deepEqual(
		digits,
		Array.from({length: 25}, (_, index) => index + 1),
	);
});

test('each row says whether it is met, and those that are met name a test that exists', () => {
	for (const [number, requirement, here = '', file = ''] of [
		...rowsOf('django'),
		...rowsOf('asvs'),
	]) {
		assert.ok(requirement, number);
		assert.match(
			here,
			/^(?:yes|no|in part|by setting|by your application|does not apply)(?:[:,.]|$)/,
			number,
		);
		const [, name] = /^`(test\/.*)`$/.exec(file) ?? [];
		if (name) assert.ok(existsSync(path.join(packageRoot, name)), `${number}: ${name}`);
		else
			assert.doesNotMatch(here, /^(?:yes(?!: there (?:is|are) none)|in part|by setting)/, number);
	}
});

test('every finding of ours that the tables name is one', () => {
	const sources = ['accounts', 'exposure', 'files', 'responses', 'secret-key', 'static-links'].map(
		name => readFileSync(path.join(packageRoot, `source/checks/deployment/${name}.ts`), 'utf8'),
	);
	const known = sources.join('\n');
	for (const [number, , here = ''] of [...rowsOf('django'), ...rowsOf('asvs')]) {
		for (const [id] of here.matchAll(/\bW\d{3}\b/g))
			assert.match(known, new RegExp(`\\b${id}\\b`), number);
	}
});
