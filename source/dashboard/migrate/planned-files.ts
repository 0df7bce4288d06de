import {statSync} from 'node:fs';
import type {PlanStep} from '../../runs/events.ts';
import type {Session} from '../state/session.ts';

/** The files of all migrations when a plan began. Once one of its own has changed, the plan is of another migration. */
export class PlannedFiles {
	readonly #session: Session;
	readonly #times = new Map<string, number | undefined>();
	readonly #began = Date.now();

	constructor(session: Session) {
		this.#session = session;
		for (const {migrations} of session.project?.apps ?? []) {
			for (const {path} of migrations) if (path) this.#times.set(path, timeOf(path));
		}
	}

	haveChanged(steps: PlanStep[]): boolean {
		return steps.some(({migration}) => {
			const path = this.#session.migration(migration)?.path;
			return path !== undefined && this.#hasChanged(path);
		});
	}

	/** The status may not have known yet of a file that was just written. */
	#hasChanged(path: string): boolean {
		const time = timeOf(path);
		if (this.#times.has(path)) return this.#times.get(path) !== time;
		return time === undefined || time > this.#began;
	}
}

function timeOf(file: string): number | undefined {
	return statSync(file, {throwIfNoEntry: false})?.mtimeMs;
}
