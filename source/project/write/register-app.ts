/**
 * Adds an app to the `apps` list in the text of a `settings.ts`, and keeps the list's layout.
 * @param name as in the settings: `./books`
 * @returns the new text; undefined without a list of plain strings
 */
export function registerApp(settings: string, name: string): string | undefined {
	const list = /\bapps:\s*\[((?:\s*(?:'[^'\n]*'|"[^"\n]*"|\/\/[^\n]*\n)\s*,?)*)\s*\]/.exec(
		settings,
	);
	if (!list) return undefined;
	const items = list[1]!.trimEnd();
	const end = list.index + list[0].length - 1;
	const quoted = `'${name}'`;
	const before = settings.slice(0, end).trimEnd();
	const indent = /\n([ \t]*)['"][^\n]*$/.exec(items)?.[1];
	if (indent !== undefined) {
		const comma = /,\s*$/.test(items) ? '' : ',';
		const closing = settings.slice(before.length, end);
		return `${before}${comma}\n${indent}${quoted},${closing}${settings.slice(end)}`;
	}
	const separator = items.trim() === '' ? '' : /,\s*$/.test(items) ? ' ' : ', ';
	return `${before}${separator}${quoted}${settings.slice(end)}`;
}
