import {existsSync, readFileSync} from 'node:fs';
import {statePath} from '../../runs/state-folder.ts';
import {writeFileAtomically} from '../../system/atomic-file.ts';
import {packageVersion} from '../../system/package-files.ts';
import {hashOf} from './meaning.ts';
import {type MigrationReading, readMigration} from './reading.ts';

/** What is cached of a reading. Statements are not: what runs is read from the migration's file. */
type Summary = Pick<MigrationReading, 'statics' | 'computed' | 'fingerprint'>;

/**
 * Most commands read files that nobody has changed, and do not load the parser for them: by the hash of
 * a file's text, `.quarterdeck/readings.json` has what was read before.
 */
export class ReadingCache {
	readonly #file: string;
	readonly #folder: string;
	#summaries: Map<string, Summary> | undefined;
	#hasNew = false;

	constructor(root: string) {
		this.#folder = statePath(root);
		this.#file = statePath(root, 'readings.json');
	}

	/** With the reading itself, where it took one. */
	read(text: string, path: string): Summary & {reading?: MigrationReading} {
		this.#summaries ??= this.#saved();
		const hash = hashOf(text);
		const cached = this.#summaries.get(hash);
		if (cached) return cached;
		const reading = readMigration(text, path);
		const {statics, computed, fingerprint} = reading;
		this.#summaries.set(hash, {statics, computed, fingerprint});
		this.#hasNew = true;
		return {statics, computed, fingerprint, reading};
	}

	/** @param fingerprints of all files that there are: the rest is forgotten */
	save(fingerprints: string[]): void {
		if (!this.#hasNew || !existsSync(this.#folder)) return;
		const hashes = new Set(fingerprints.map(fingerprint => fingerprint.split('.')[0]!));
		const summaries = [...this.#summaries!].filter(([hash]) => hashes.has(hash));
		const text = JSON.stringify(summaries.map(([, summary]) => summary));
		try {
			writeFileAtomically(this.#file, `${checksum(text)}\n${text}`, 0o600);
		} catch {
			// A folder that cannot be written costs the next run the parser, nothing else.
		}
	}

	/** Nothing where the file is damaged, or of another version. */
	#saved(): Map<string, Summary> {
		try {
			const file = readFileSync(this.#file, 'utf8');
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

function checksum(text: string): string {
	return `${packageVersion()} ${hashOf(text)}`;
}
