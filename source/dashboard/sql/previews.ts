import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import type {Session} from '../state/session.ts';
import {Store} from '../state/store.ts';
import {type Preview, type PreviewRequest, readPreview} from './preview.ts';

const mostKept = 60;

/** What a preview was made from: the database and the text of the file. */
type Source = string;

interface Known {
	preview: Preview;
	source: Source;
}

interface Reading {
	source: Source;
	/** How many wait for it. */
	wanted: number;
	interrupt: () => void;
}

interface Pending {
	source: Source;
	cancel: () => void;
}

/**
 * What migrations would send to the database, read once for all who want it, and kept for as long as the file and the
 * database stay the same.
 */
export class Previews extends Store<object> {
	readonly #session: Session;
	readonly #known = new Map<string, Known>();
	/** Of what was wanted, as it was last looked at. */
	readonly #latest = new Map<string, Source>();
	readonly #readings = new Map<string, Reading>();

	constructor(session: Session) {
		super({});
		this.#session = session;
	}

	/** Missing while the file has changed and is read again. */
	current(request: PreviewRequest): Preview | undefined {
		const name = nameOf(request);
		const known = this.#known.get(name);
		return known?.source === this.#latest.get(name) ? known?.preview : undefined;
	}

	/** The last one that was read: it may be of the file as it was before. */
	of(request: PreviewRequest): Preview | undefined {
		return this.#known.get(nameOf(request))?.preview;
	}

	/**
	 * Reads it, and again whenever what it is made from changes.
	 * @param rest milliseconds to wait before: it takes a process
	 * @returns ends that
	 */
	want(request: PreviewRequest, rest = 0): () => void {
		let pending: Pending | undefined;
		const look = () => {
			const source = this.#sourceOf(request);
			if (source === pending?.source) return;
			if (source !== undefined) this.#latest.set(nameOf(request), source);
			pending?.cancel();
			pending = source === undefined ? undefined : this.#begin(request, source, rest);
		};
		const stop = this.#session.status.subscribe(look);
		look();
		return () => {
			stop();
			pending?.cancel();
		};
	}

	/** A migration without a file has no SQL. */
	#sourceOf({migration}: PreviewRequest): Source | undefined {
		const {path, missingFile} = this.#session.migration(migration) ?? {};
		if (!path || missingFile) return undefined;
		const {driver, name, host} = this.#session.project!.database;
		try {
			const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
			return JSON.stringify([driver, name, host, path, hash]);
		} catch {
			return undefined;
		}
	}

	#begin(request: PreviewRequest, source: Source, rest: number): Pending {
		let leave = () => {};
		const join = () => {
			leave = this.#join(request, source);
		};
		if (rest === 0) join();
		const timer = rest === 0 ? undefined : setTimeout(join, rest);
		return {
			source,
			cancel() {
				clearTimeout(timer);
				leave();
			},
		};
	}

	/** @returns leaves it; when nobody waits any more, it ends */
	#join(request: PreviewRequest, source: Source): () => void {
		const known = this.#known.get(nameOf(request));
		if (known?.source === source && !known.preview.isFailure) return () => {};
		const reading = this.#readings.get(nameOf(request));
		const joined = reading?.source === source ? reading : this.#read(request, source);
		joined.wanted++;
		return () => {
			joined.wanted--;
			if (joined.wanted === 0) joined.interrupt();
		};
	}

	#read(request: PreviewRequest, source: Source): Reading {
		const {root, project} = this.#session;
		const name = nameOf(request);
		const {ended, interrupt} = readPreview(root, request, project?.database.driver ?? '');
		const forget = () => {
			if (this.#readings.get(name) === reading) this.#readings.delete(name);
		};
		const reading: Reading = {
			...{source, wanted: 0},
			interrupt() {
				forget();
				interrupt();
			},
		};
		this.#readings.set(name, reading);
		ended.then(preview => {
			forget();
			if (reading.wanted > 0) this.#keep(name, {preview, source});
		});
		return reading;
	}

	#keep(name: string, known: Known): void {
		const oldest = this.#known.keys().next().value;
		if (this.#known.size >= mostKept && oldest !== undefined) this.#known.delete(oldest);
		this.#known.set(name, known);
		this.change({});
	}
}

function nameOf({migration, backwards = false}: PreviewRequest): string {
	return `${migration} ${backwards}`;
}
