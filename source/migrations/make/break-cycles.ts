import type {AppChanges} from '../detect/autodetector.ts';

/**
 * Breaks cycles between the changes of apps: an app of a cycle changes in two steps, of which the second
 * adds the foreign keys that close the cycle, or the first drops them.
 * @returns in the order of the apps; the second step of an app follows its first
 */
export function withoutCycles(changes: AppChanges[]): AppChanges[] {
	const steps = new Map(changes.map(change => [change.app.label, [change]]));
	for (;;) {
		const firsts = [...steps.values()].map(([first]) => first!);
		const needs = new Map(firsts.map(first => [first.app.label, needsOf(first, steps)]));
		const cycle = findCycle(needs);
		const label = cycle?.find(member => steps.get(member)!.length === 1);
		if (!cycle || label === undefined) return [...steps.values()].flat();
		const [change] = steps.get(label) as [AppChanges];
		const refers = change.references.some(other => cycle.includes(other));
		const removed = cycle.flatMap(other => steps.get(other)!.flatMap(step => step.removed));
		steps.set(label, refers ? change.holdBackKeysTo!(cycle) : change.dropKeysFirst!(removed));
	}
}

/** The labels of the apps whose changes must be made before this one. */
function needsOf(change: AppChanges, steps: Map<string, AppChanges[]>): string[] {
	return [...change.references, ...releasersOf(change, steps).map(({app}) => app.label)];
}

/** The first step of each other app that drops a foreign key to a table that this change drops. */
export function releasersOf<T extends AppChanges>(
	{app, removed}: AppChanges,
	steps: Map<string, T[]>,
): T[] {
	const releases = ({released}: T) => released.some(table => removed.includes(table));
	const others = [...steps].filter(([label]) => label !== app.label);
	return others.flatMap(([, changes]) => changes.find(releases) ?? []);
}

/** @returns the labels of apps that need each other in a cycle */
function findCycle(needs: Map<string, string[]>): string[] | undefined {
	const done = new Set<string>();
	const visit = (labels: Iterable<string>, path: string[]): string[] | undefined => {
		for (const label of labels) {
			if (path.includes(label)) return path.slice(path.indexOf(label));
			if (done.has(label)) continue;
			done.add(label);
			const cycle = visit(needs.get(label) ?? [], [...path, label]);
			if (cycle) return cycle;
		}
		return undefined;
	};
	return visit(needs.keys(), []);
}
