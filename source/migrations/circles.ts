import type {AppChanges} from './autodetector.ts';

/**
 * Takes circles of references between apps apart: the changes of an app in one are made in two steps,
 * the second of which only adds the keys that close the circle.
 * @returns in the order of the apps; the second step of an app stands behind its first
 */
export function withoutCircles(changes: AppChanges[]): AppChanges[] {
	const steps = new Map(changes.map(change => [change.app.label, [change]]));
	for (;;) {
		const circle = findCircle([...steps.values()].map(([first]) => first!));
		if (!circle) return [...steps.values()].flat();
		const label = circle.find(member => steps.get(member)!.length === 1)!;
		steps.set(label, steps.get(label)![0]!.holdBackKeysTo(circle));
	}
}

/** @returns the labels of apps whose changes refer to each other all around */
function findCircle(changes: AppChanges[]): string[] | undefined {
	const references = new Map(changes.map(change => [change.app.label, change.references]));
	const done = new Set<string>();
	const visit = (label: string, path: string[]): string[] | undefined => {
		if (path.includes(label)) return path.slice(path.indexOf(label));
		if (done.has(label)) return undefined;
		done.add(label);
		for (const next of references.get(label) ?? []) {
			const circle = visit(next, [...path, label]);
			if (circle) return circle;
		}
		return undefined;
	};
	for (const label of references.keys()) {
		const circle = visit(label, []);
		if (circle) return circle;
	}
	return undefined;
}
