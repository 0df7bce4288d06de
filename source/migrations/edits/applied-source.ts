import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {ensureStateFolder, statePath} from '../../runs/state-folder.ts';
import {appendLinesTo} from '../../system/append-file.ts';
import {isEdited} from '../files/fingerprint.ts';
import type {MigrationFile} from '../files/loader.ts';
import {hashOf} from '../files/meaning.ts';
import {textOf} from '../files/reading.ts';

/** It may be deleted. */
type NamedFile = Pick<MigrationFile, 'id' | 'path'>;

/** Under `.quarterdeck/`, one JSON object per line: hundreds of files would take long to write. */
const fileName = 'applied.ndjson';
/** How many versions of a file are searched in git. */
const versions = 200;

/**
 * Saves the sources of migrations that are about to be applied, each text once, with the hash that the
 * recorder has. They are for people to read: if the folder cannot be written, nothing fails.
 */
export function saveSources(root: string, migrations: MigrationFile[]): void {
	try {
		const saved = new Set(linesIn(root).map(line => line.slice(0, line.indexOf(textKey))));
		const lines = migrations
			.filter(({migration}) => !migration)
			.map(file => [keyOf(file, hashOf(textOf(file))), textOf(file)] as const)
			.filter(([key]) => !saved.has(key))
			.map(([key, text]) => `${key}${textKey}${JSON.stringify(text)}}\n`);
		if (lines.length === 0) return;
		ensureStateFolder(root);
		appendLinesTo(statePath(root, fileName), lines.join(''));
	} catch {}
}

/**
 * The text of the file when it was applied, from what was saved then or from git: only the text with the
 * fingerprint in the database counts.
 * @returns `from` is where it was found: `git 4f0c2ab`, or a file
 */
export function findAppliedSource(
	root: string,
	file: NamedFile,
	fingerprint: string,
): {text: string; from: string} | undefined {
	const fits = (text: string | undefined) =>
		text !== undefined && !isEdited(text, file.path, fingerprint);
	const saved = savedText(root, file, fingerprint);
	if (fits(saved)) return {text: saved!, from: path.relative(root, statePath(root, fileName))};
	for (const hash of git(file, 'log', '--format=%h', `-${versions}`)?.split('\n') ?? []) {
		const text = hash === '' ? undefined : git(file, 'show', hash);
		if (fits(text)) return {text: text!, from: `git ${hash}`};
	}
	return undefined;
}

const textKey = ',"text":';

/** The beginning of a line. */
function keyOf({id}: NamedFile, hash: string): string {
	return JSON.stringify({migration: id, hash}).slice(0, -1);
}

function savedText(root: string, file: NamedFile, fingerprint: string): string | undefined {
	const key = keyOf(file, fingerprint.split('.')[0]!);
	const line = linesIn(root).findLast(line => line.startsWith(key + textKey));
	try {
		return line && JSON.parse(line).text;
	} catch {
		return undefined;
	}
}

function linesIn(root: string): string[] {
	const file = statePath(root, fileName);
	return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
}

/** @returns undefined without git, outside of a repository, and for unknown files */
function git({path: file}: NamedFile, verb: 'log' | 'show', word: string, ...words: string[]) {
	const cwd = existingFolder(path.dirname(file));
	const name = `./${path.relative(cwd, file)}`;
	const where = verb === 'show' ? [`${word}:${name}`] : [word, ...words, '--', name];
	const {status, stdout} = spawnSync('git', [verb, ...where], {
		cwd,
		encoding: 'utf8',
		timeout: 10_000,
	});
	return status === 0 ? stdout : undefined;
}

/** Git deletes a folder with its last file. */
function existingFolder(folder: string): string {
	return existsSync(folder) ? folder : existingFolder(path.dirname(folder));
}
