import {spawnSync} from 'node:child_process';
import {appendFileSync, existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {ensureStateFolder, statePath} from '../../runs/state-folder.ts';
import {isEdited} from '../files/fingerprint.ts';
import type {MigrationFile} from '../files/loader.ts';
import {hashOf} from '../files/meaning.ts';

/** What a migration's file said when it was applied. */
export interface AppliedSource {
	text: string;
	/** Where it was found: `git 4f0c2ab`, or a file of the state folder. */
	from: string;
}

/** It may be gone. */
type NamedFile = Pick<MigrationFile, 'id' | 'path'>;

/** Under `.quarterdeck/`, a JSON object a line: one file, because hundreds take long to make. */
const fileName = 'applied.ndjson';
/** So many versions of a file are looked through. */
const versions = 200;

/**
 * Saves the sources of migrations that are about to be applied, each text once, beside the hash that the
 * recorder keeps. They are for people to read: a folder that cannot be written is no failure.
 */
export function saveSources(root: string, migrations: MigrationFile[]): void {
	const files = migrations.filter(({migration}) => !migration);
	if (files.length === 0) return;
	try {
		ensureStateFolder(root);
		const kept = new Set(linesIn(root).map(line => line.slice(0, line.indexOf(textKey))));
		const lines = files.map(file => {
			const text = file.source ?? readFileSync(file.path, 'utf8');
			return JSON.stringify({...keyOf(file, hashOf(text)), text});
		});
		const fresh = lines.filter(line => !kept.has(line.slice(0, line.indexOf(textKey))));
		const text = fresh.map(line => `${line}\n`).join('');
		if (text !== '') appendFileSync(statePath(root, fileName), text, {mode: 0o600});
	} catch {}
}

/**
 * What the file said when it was applied, from what was kept then or from git's history: the text that
 * has the fingerprint in the database, and no other.
 */
export function findAppliedSource(
	root: string,
	file: NamedFile,
	fingerprint: string,
): AppliedSource | undefined {
	const fits = (text: string | undefined) =>
		text !== undefined && !isEdited(text, file.path, fingerprint);
	const kept = keptText(root, file, fingerprint);
	if (fits(kept)) return {text: kept!, from: path.relative(root, statePath(root, fileName))};
	for (const hash of git(file, 'log', '--format=%h', `-${versions}`)?.split('\n') ?? []) {
		const text = hash === '' ? undefined : git(file, 'show', hash);
		if (fits(text)) return {text: text!, from: `git ${hash}`};
	}
	return undefined;
}

const textKey = ',"text":';

function keyOf({id}: NamedFile, hash: string) {
	return {migration: id, hash};
}

function keptText(root: string, file: NamedFile, fingerprint: string): string | undefined {
	const key = JSON.stringify(keyOf(file, fingerprint.split('.')[0]!)).slice(0, -1);
	const line = linesIn(root).findLast(line => line.startsWith(`${key},`));
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

/** @returns undefined without git, outside of a repository, and for what it does not have */
function git({path: file}: NamedFile, verb: 'log' | 'show', word: string, ...words: string[]) {
	const cwd = standingFolder(path.dirname(file));
	const name = `./${path.relative(cwd, file)}`;
	const where = verb === 'show' ? [`${word}:${name}`] : [word, ...words, '--', name];
	const {status, stdout} = spawnSync('git', [verb, ...where], {
		cwd,
		encoding: 'utf8',
		timeout: 10_000,
	});
	return status === 0 ? stdout : undefined;
}

/** Git takes the folder away with its last file. */
function standingFolder(folder: string): string {
	return existsSync(folder) ? folder : standingFolder(path.dirname(folder));
}
