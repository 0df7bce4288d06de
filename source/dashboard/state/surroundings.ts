import type {Action} from '../actions/action.ts';
import type {Size} from '../drawing/layout.ts';

/** What the dashboard needs of the terminal and of the status' reader. */
export interface Surroundings {
	size(): Size;
	/** Leaves the dashboard; nothing is drawn after it. */
	leave(): void;
	/** Gives the terminal away while `work` runs, then draws everything again. */
	handOver(work: () => Promise<void>): Promise<void>;
	redraw(): void;
	reread(): void;
	/** Opens $EDITOR. @param line counts from 1 */
	edit(file: string, line?: number): Promise<void>;
	suspend(): void;
	/** Sends a sequence that draws nothing (the clipboard's, say) to the terminal. */
	send(sequence: string): void;
}

/** What differs from the usual dashboard. */
export interface DashboardOptions {
	/** Milliseconds between two frames. */
	interval?: number;
	/** What changes something is disabled. */
	readOnly?: boolean;
	/** With the keys that the operator chose. */
	actions?: Action[];
}
