/** `dryRun` → `dry-run` */
export function typedName(name: string): string {
	return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}

/** All spellings of a flag, the usual one first: Django has both `--noinput` and `--no-input`. */
export function typedNames(name: string): [usual: string, ...others: string[]] {
	const typed = typedName(name);
	return typed === 'noinput' || typed === 'no-input' ? ['noinput', 'no-input'] : [typed];
}

/** `sourceFile` → `SOURCE_FILE` */
export function shownName(name: string): string {
	return typedName(name).replaceAll('-', '_').toUpperCase();
}
