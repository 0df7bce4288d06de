import type {AppChanges} from '../detect/autodetector.ts';

/**
 * Takes circles between the changes of apps apart: those of one app are made in two steps, of which
 * the second adds the keys that close the circle, or the first drops them.
 * @returns in the order of the apps; the second step of an app stands behind its first
 */
export function withoutCircles(changes: AppChanges[]): AppChanges[] {
	const steps = new Map(changes.map(change => [change.app.label, [change]]));
	for (;;) {
		const firsts = [...steps.values()].map(([first]) => first!);
		const circle = findCircle(
			new Map(firsts.map(first => [first.app.label, needsOf(first, steps)])),
		);
		const label = circle?.find(member => steps.get(member)!.length === 1);
		if (!circle || label === undefined) return [...steps.values()].flat();
		const [change] = steps.get(label) as [AppChanges];
		const refers = change.references.some(other => circle.includes(other));
		const removed = circle.flatMap(other => steps.get(other)!.flatMap(step => step.removed));
		steps.set(label, refers ? change.holdBackKeysTo(circle) : change.dropKeysFirst(removed));
	}
}

/** The labels of the apps whose changes must be made before this one. */
function needsOf(change: AppChanges, steps: Map<string, AppChanges[]>): string[] {
	return [...new Set([...change.references, ...releasersOf(change, steps)])];
}

/** The labels of other apps whose changes take a key to a table away that goes in this one. */
export function releasersOf(
	{app, removed}: AppChanges,
	steps: Map<string, AppChanges[]>,
): string[] {
	return [...steps.keys()].filter(
		label => label !== app.label && releasing(steps.get(label)!, removed) !== undefined,
	);
}

/** The first of an app's steps that takes away a key to one of these tables. */
export function releasing(steps: AppChanges[], tables: string[]): AppChanges | undefined {
	return steps.find(({released}) => released.some(table => tables.includes(table)));
}

/** @returns the labels of apps that need each other all around */
function findCircle(needs: Map<string, string[]>): string[] | undefined {
	const done = new Set<string>();
	const visit = (label: string, path: string[]): string[] | undefined => {
		if (path.includes(label)) return path.slice(path.indexOf(label));
		if (done.has(label)) return undefined;
		done.add(label);
		for (const next of needs.get(label) ?? []) {
			const circle = visit(next, [...path, label]);
			if (circle) return circle;
		}
		return undefined;
	};
	for (const label of needs.keys()) {
		const circle = visit(label, []);
		if (circle) return circle;
	}
	return undefined;
}
