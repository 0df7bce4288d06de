import type {PlanStep} from '../../runs/events.ts';
import type {StartedRun} from '../../runs/start-run.ts';
import type {Dialog} from '../state/dialog.ts';

/** A run, and what one may do with it. */
export interface ShownRun {
	/** The journal's name. */
	run: string;
	/** Without `quarterdeck`. */
	command: string;
	/** Who started it, where it was somebody else. */
	operator?: string;
	/** What is to be run, as far as it is known before. */
	expected?: PlanStep[];
	/** By this dashboard: it can be cancelled. */
	started?: StartedRun;
	/** A migrate of one's own: it can be gone on with. */
	migrate?: Migrate;
}

/** A migrate that was planned here. */
export interface Migrate {
	/** What follows `migrate`. */
	words: string[];
	/** What its plan said. */
	expected?: PlanStep[];
	/** Makes its plan once more. */
	again: () => Dialog;
}
