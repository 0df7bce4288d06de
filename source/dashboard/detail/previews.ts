import {statSync} from 'node:fs';
import {type Preview, type PreviewRequest, readPreview} from '../sql/preview.ts';
import type {Session} from '../state/session.ts';
import {Store} from '../state/store.ts';

/** Milliseconds that a selection rests before its SQL is read: that takes a process. */
const rest = 200;
const mostKept = 60;

interface Known {
	preview: Preview;
	/** Of its file. */
	time: number;
}

interface Pending {
	time: number;
	cancel: () => void;
}

/** What migrations would send to the database, read while somebody wants it, and kept for as long as their files stay. */
export class Previews extends Store<object> {
	readonly #session: Session;
	readonly #known = new Map<string, Known>();

	constructor(session: Session) {
		super({});
		this.#session = session;
	}

	of(request: PreviewRequest): Preview | undefined {
		return this.#known.get(nameOf(request))?.preview;
	}

	/** Reads it now and whenever the file changes. @returns ends that */
	want(request: PreviewRequest): () => void {
		let pending: Pending | undefined;
		const look = () => {
			const time = this.#timeOf(request);
			if (time === pending?.time) return;
			pending?.cancel();
			pending = time === undefined ? undefined : this.#begin(request, time);
		};
		const stop = this.#session.status.subscribe(look);
		look();
		return () => {
			stop();
			pending?.cancel();
		};
	}

	/** The time of its file; a migration without one has no SQL. */
	#timeOf({migration}: PreviewRequest): number | undefined {
		const {path, missingFile} = this.#session.migration(migration) ?? {};
		if (!path || missingFile) return undefined;
		return statSync(path, {throwIfNoEntry: false})?.mtimeMs;
	}

	#begin(request: PreviewRequest, time: number): Pending {
		const known = this.#known.get(nameOf(request));
		if (known?.time === time && !known.preview.isFailure) return {time, cancel() {}};
		const ending = new AbortController();
		const timer = setTimeout(() => this.#read(request, time, ending.signal), rest);
		ending.signal.addEventListener('abort', () => clearTimeout(timer));
		return {time, cancel: () => ending.abort()};
	}

	async #read(request: PreviewRequest, time: number, signal: AbortSignal): Promise<void> {
		const {root, project} = this.#session;
		const {ended, interrupt} = readPreview(root, request, project?.database.driver ?? '');
		signal.addEventListener('abort', interrupt);
		const preview = await ended;
		if (!signal.aborted) this.#keep(request, {preview, time});
	}

	#keep(request: PreviewRequest, known: Known): void {
		const oldest = this.#known.keys().next().value;
		if (this.#known.size >= mostKept && oldest !== undefined) this.#known.delete(oldest);
		this.#known.set(nameOf(request), known);
		this.change({});
	}
}

function nameOf({migration, backwards = false}: PreviewRequest): string {
	return `${migration} ${backwards}`;
}
