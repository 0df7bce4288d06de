/**
 * Writes the table of keys into the readme, from the dashboard's own list of actions.
 *
 *     node --import=tsx scripts/keys.ts
 */
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {actions} from '../source/dashboard/actions/list.ts';
import {writeFileAtomically} from '../source/system/atomic-file.ts';

const readme = path.join(import.meta.dirname, '../readme.md');
const marks = /(<!-- keys -->\n).*?(<!-- \/keys -->)/s;

/** The readme's text with the keys as they are in the program. */
export function readmeWithKeys(text = readFileSync(readme, 'utf8')): string {
	const rows = actions.map(({id, keys, label, command}) => {
		const names = keys.map(key => `\`${key === '|' ? '\\|' : key}\``).join(' ');
		return `| ${names} | ${label} | ${command ? `\`${command}\`` : ''} | \`${id}\` |`;
	});
	const table = ['| key | does | as a command | in keys.json |', '|---|---|---|---|', ...rows].join(
		'\n',
	);
	return text.replace(marks, (_, open, close) => `${open}${table}\n${close}`);
}

if (import.meta.main) writeFileAtomically(readme, readmeWithKeys());
