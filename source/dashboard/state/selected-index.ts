/** Where the selected one stands in a list; one that is gone counts as the first. */
export function selectedIndex<T>(all: readonly T[], isSelected: (one: T) => boolean): number {
	return Math.max(0, all.findIndex(isSelected));
}
