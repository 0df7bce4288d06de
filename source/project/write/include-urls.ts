/**
 * Adds a route to the end of the list in the text of a `urls.ts`, and imports `include`.
 * @param route as in the file: `path('/books/', include('./books/urls.ts'))`
 * @returns the new text; undefined if the file is not as `startproject` writes it: `path` imported from
 * quarterdeck, one list of routes, a line each, none of which matches whatever follows
 */
export function includeUrls(urls: string, route: string): string | undefined {
	const list =
		/^(?:const \w+: Routes =|export default) \[\n((?:[ \t]*(?:path\(.*\),|\/\/.*)?\n)*)\]/m;
	const found = list.exec(urls);
	const names = /^import \{(.*)\} from (['"])quarterdeck\2;$/m.exec(urls);
	const imported = names?.[1]?.split(',').map(name => name.trim());
	if (!found || !imported?.includes('path') || /<path:|\*|`/.test(urls)) return undefined;
	const end = found.index + found[0].length - 1;
	const added = `${urls.slice(0, end)}\t${route},\n${urls.slice(end)}`;
	return imported.includes('include')
		? added
		: added.replace(names![0], names![0].replace('{', '{include, '));
}
