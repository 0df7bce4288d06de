import {parseLine} from '../../runs/files/file-ends.ts';
import {readLines} from '../../runs/files/line-reader.ts';
import {followJournal, type StampedEvent} from '../../runs/follow-journal.ts';
import {journalPath} from '../../runs/journal.ts';
import {RunProgress} from '../migrate/run/run-progress.ts';
import {type TimeLeft, timeLeftOf} from '../migrate/run/time-left.ts';
import type {Session} from '../state/session.ts';
import {Store} from '../state/store.ts';

/** Milliseconds that a selection rests before the journal of a run is read. */
const rest = 100;

/** What the run did that is selected, from its journal. */
export class RunJournals extends Store<object> {
	readonly #session: Session;
	#shown: {run: string; progress: RunProgress; left?: TimeLeft} | undefined;

	constructor(session: Session, interval: number) {
		super({}, interval);
		this.#session = session;
	}

	/** Missing until it is read. */
	of(run: string): RunProgress | undefined {
		return this.#shown?.run === run ? this.#shown.progress : undefined;
	}

	/** In milliseconds, while it runs and that is known. */
	timeLeft(run: string): number | undefined {
		return this.#shown?.run === run ? this.#shown.left?.at() : undefined;
	}

	/** Reads it, and while it runs also what follows. @returns ends that */
	want(run: string, isRunning: boolean): () => void {
		if (!isRunning) {
			const timer = setTimeout(() => this.#read(run), rest);
			return () => clearTimeout(timer);
		}
		const progress = new RunProgress();
		const take = (event: StampedEvent) => {
			if (progress.take(event)) this.change({});
		};
		const {root} = this.#session;
		this.#shown = {run, progress, left: timeLeftOf(progress, root, run)};
		const following = followJournal(root, run, take);
		return () => following.stop();
	}

	#read(run: string): void {
		const progress = new RunProgress();
		for (const line of readLines(journalPath(this.#session.root, run))) {
			const event = parseLine<StampedEvent>(line);
			if (event) progress.take(event);
		}
		this.#shown = {run, progress};
		this.change({});
	}
}
