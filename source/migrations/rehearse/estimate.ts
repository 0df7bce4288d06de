import type {Estimate, RehearsedStep} from '../../runs/events.ts';

/** How much longer or shorter a run takes that is like another one. */
const spread = 1.5;

/** A run on all rows takes as long as it did on the copy. */
export function estimateOf(steps: RehearsedStep[]): Estimate {
	const milliseconds = steps.reduce((sum, step) => sum + step.milliseconds, 0);
	return {milliseconds, from: milliseconds / spread, to: milliseconds * spread};
}
