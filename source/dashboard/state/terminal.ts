import type {Size} from '../drawing/layout.ts';

/** What the dashboard does with its terminal. */
export interface Terminal {
	readonly size: Size;
	/** Leaves the dashboard; nothing is drawn after it. */
	leave(): void;
	/** Gives the terminal away while `work` runs, then draws everything again. */
	handOver(work: () => Promise<void>): Promise<void>;
	redraw(): void;
	/** Opens $EDITOR. @param line counts from 1 */
	edit(file: string, line?: number): Promise<void>;
	suspend(): void;
	/** Sends a sequence that draws nothing, such as the clipboard's. */
	send(sequence: string): void;
}
