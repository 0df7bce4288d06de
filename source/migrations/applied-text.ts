import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {ensureStateFolder, statePath} from '../runs/state-folder.ts';
import {fingerprintOf, isEdited} from './fingerprint.ts';
import type {MigrationFile} from './loader.ts';
import type {Step} from './plan.ts';

/** What a migration's file said when it was applied. */
export interface AppliedText {
	text: string;
	/** `git 4f0c2ab`, or the folder that it was kept in. */
	from: string;
}

/** Under `.quarterdeck/`. */
const folder = 'applied';
/** So many versions of a file are looked through. */
const versions = 200;

/**
 * Keeps what the files say that are about to be applied, each once: under a name with the hash that is
 * recorded with it. Only to be looked at; where it cannot be written, nothing is lost but that.
 */
export function keepTexts(root: string, steps: Step[]): void {
	const kept = steps.filter(({file, direction}) => direction === 'forwards' && !file.migration);
	try {
		if (kept.length > 0) ensureStateFolder(root, folder);
		for (const {file} of kept) {
			const text = file.source ?? readFileSync(file.path, 'utf8');
			writeFileSync(keptPath(root, file, fingerprintOf(text)), text, {mode: 0o600});
		}
	} catch {}
}

/**
 * What the file said when it was applied, from what was kept then or from git's history: the text that
 * has the fingerprint in the database, and no other.
 */
export function appliedText(
	root: string,
	file: MigrationFile,
	fingerprint: string,
): AppliedText | undefined {
	const fits = (text: string | undefined) => text !== undefined && !isEdited(text, fingerprint);
	const kept = read(keptPath(root, file, fingerprint));
	if (fits(kept)) return {text: kept!, from: path.relative(root, statePath(root, folder))};
	for (const hash of git(file, 'log', '--format=%h', `-${versions}`)?.split('\n') ?? []) {
		const text = hash === '' ? undefined : git(file, 'show', hash);
		if (fits(text)) return {text: text!, from: `git ${hash}`};
	}
	return undefined;
}

function keptPath(root: string, {id}: MigrationFile, fingerprint: string): string {
	return statePath(root, folder, `${id}-${fingerprint.split('.')[0]}`);
}

function read(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}

/** @returns undefined without git, outside of a repository, and for what it does not have */
function git({path: file}: MigrationFile, verb: 'log' | 'show', word: string, ...words: string[]) {
	const name = `./${path.basename(file)}`;
	const where = verb === 'show' ? [`${word}:${name}`] : [word, ...words, '--', name];
	const {status, stdout} = spawnSync('git', [verb, ...where], {
		cwd: path.dirname(file),
		encoding: 'utf8',
		timeout: 10_000,
	});
	return status === 0 ? stdout : undefined;
}
