import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {packageRoot} from './project.ts';

/**
 * The files of one language that a page of the documentation shows, by name. A block that begins with the
 * name of its file (`// books/views.ts`, `<!-- templates/base.html -->`) is that file; any other gets a
 * name of its own.
 */
export function filesOfPage(page: string, language: 'ts' | 'html'): Record<string, string> {
	const text = readFileSync(path.join(packageRoot, page), 'utf8');
	const form = new RegExp(
		`^\`\`\`${language}\\n((?:(?://|<!--) (\\S+\\.${language})(?: -->)?\\n)?.*?)^\`\`\`$`,
		'gms',
	);
	const blocks = [...text.matchAll(form)];
	assert.ok(blocks.length > 0, 'the search finds them');
	return Object.fromEntries(
		blocks.map(([, code, name], index) => [
			name ?? `block-${index + 1}.${language}`,
			code!.replace(/^<!-- .* -->\n/, ''),
		]),
	);
}
