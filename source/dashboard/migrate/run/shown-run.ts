import type {PlanStep, Rehearsal} from '../../../runs/events.ts';
import type {StartedRun} from '../../../runs/start-run.ts';
import type {Activity} from '../../state/activity-list.ts';
import type {Dialog} from '../../state/dialog.ts';

export interface ShownRun {
	/** The journal's name. */
	run: string;
	/** Without `quarterdeck`. */
	command: string;
	/** It runs on a copy of the database; its journal says so too. */
	rehearses?: boolean;
	/** Who started it, if it was another operator. */
	operator?: string;
	/** When it was opened from the activity. */
	recorded?: Activity;
	expected?: PlanStep[];
	/** Started by this dashboard: it can be cancelled. */
	started?: StartedRun;
	/** The operator's own migrate: it can be continued. */
	migrate?: Migrate;
}

export interface Migrate {
	/** What follows `migrate`. */
	words: string[];
	expected?: PlanStep[];
	/** Of this plan. */
	rehearsal?: Rehearsal;
	again: () => Dialog;
}
