import type {Estimate, RehearsedStep} from '../../runs/events.ts';
import type {Growth} from './growth.ts';

/** How much longer or shorter a run takes that is like another one. */
const spread = 1.5;
/** What a commit to the disk may take more, in milliseconds. */
const slack = 10;

/**
 * How long the real run will take. On all rows it takes as long as on the copy.
 * @param growth of a sample. What a statement takes beside its rows is taken for what the quickest one took. The more
 *   rows are missing, the less is known: the range becomes wider
 */
export function estimateOf(steps: RehearsedStep[], growth?: Growth): Estimate {
	const all = steps.flatMap(({statements}) => statements);
	const base = Math.min(...all.map(({milliseconds}) => milliseconds));
	const sum: Estimate = {milliseconds: 0, from: 0, to: 0};
	const add = (milliseconds: number, from: number, to: number) => {
		sum.milliseconds += milliseconds;
		sum.from += from;
		sum.to += to;
	};
	for (const {milliseconds, statements} of steps) {
		let rest = milliseconds;
		for (const {sql, milliseconds: took} of statements) {
			const times = growth?.get(sql) ?? 1;
			if (times === 1) continue;
			rest -= took;
			const probable = base + (took - base) * times;
			add(probable, Math.max(took / spread, probable / 2 / spread), took * times * spread);
		}
		add(rest, rest / spread, rest * spread);
	}
	return {...sum, to: sum.to + slack};
}
