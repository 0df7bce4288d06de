import {existsSync, readFileSync} from 'node:fs';
import {statePath} from '../../runs/state-folder.ts';
import {writeFileAtomically} from '../../system/atomic-file.ts';
import {packageVersion} from '../../system/package-files.ts';
import {hashOf} from './meaning.ts';
import {type MigrationReading, readMigration} from './reading.ts';

/** The cached part of a reading; the statements that run are always read from the migration's file. */
type Summary = Pick<MigrationReading, 'statics' | 'computed' | 'fingerprint' | 'fault'>;
const fileName = 'readings.json';

/**
 * Saves most commands from loading the parser: `.quarterdeck/readings.json` has what was read from files
 * before, by the hash of their text.
 */
export class ReadingCache {
	readonly #root: string;
	#summaries: Map<string, Summary> | undefined;
	#hasNew = false;

	constructor(root: string) {
		this.#root = root;
	}

	/** @returns the reading as well if it was not cached */
	read(text: string, path: string): Summary & {reading?: MigrationReading} {
		this.#summaries ??= this.#saved();
		const hash = hashOf(text);
		const cached = this.#summaries.get(hash);
		if (cached) return cached;
		const reading = readMigration(text, path);
		const {statics, computed, fingerprint, fault} = reading;
		const summary = {statics, computed, fingerprint, fault};
		this.#summaries.set(hash, summary);
		this.#hasNew = true;
		return {...summary, reading};
	}

	/** @param fingerprints of all files: others are removed from the cache */
	save(fingerprints: string[]): void {
		if (!this.#hasNew || !existsSync(statePath(this.#root))) return;
		const hashes = new Set(fingerprints.map(fingerprint => fingerprint.split('.')[0]!));
		const summaries = [...this.#summaries!].filter(([hash]) => hashes.has(hash));
		const text = JSON.stringify(summaries.map(([, summary]) => summary));
		try {
			writeFileAtomically(statePath(this.#root, fileName), `${checksum(text)}\n${text}`, 0o600);
		} catch {
			// If the folder cannot be written, the next run parses the files again.
		}
	}

	/** Empty if the file is damaged, or of another version. */
	#saved(): Map<string, Summary> {
		try {
			const file = readFileSync(statePath(this.#root, fileName), 'utf8');
			const end = file.indexOf('\n');
			const text = file.slice(end + 1);
			if (file.slice(0, end) !== checksum(text)) return new Map();
			const summaries: Summary[] = JSON.parse(text);
			return new Map(summaries.map(one => [one.fingerprint.split('.')[0]!, one]));
		} catch {
			return new Map();
		}
	}
}

/** Changes with what is saved. */
const format = 2;

function checksum(text: string): string {
	return `${packageVersion()}.${format} ${hashOf(text)}`;
}
