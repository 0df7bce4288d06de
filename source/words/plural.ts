/** `1 migration`, `2 migrations`; `3 matches` with a plural of its own. */
export function plural(count: number, one: string, many = `${one}s`): string {
	return `${count} ${count === 1 ? one : many}`;
}
