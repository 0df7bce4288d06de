import {existsSync, globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {writeFileAtomically} from '../atomic-file.ts';
import {CommandError} from '../errors.ts';
import type {App} from '../project/app-registry.ts';
import type {Preview} from './preview.ts';
import {type Part, runsCode, type Squashed} from './squash.ts';
import {statements} from './writer.ts';

/**
 * Writes a squashed migration. Where it is the app's last one now, the snapshots say so.
 * @throws CommandError `already-exists`
 */
export function writeSquashed(squashed: Squashed, app: App): void {
	const {path: file, name, replaces} = squashed;
	if (existsSync(file)) {
		throw new CommandError(`${file} already exists.`, {
			code: 'already-exists',
			hint: 'Nothing was written.',
		});
	}
	writeFileAtomically(file, squashedSource(squashed));
	const last = JSON.stringify(replaces.at(-1)!.slice(app.label.length + 1));
	for (const snapshot of globSync('.snapshot.*.json', {cwd: app.migrationsFolder})) {
		const target = path.join(app.migrationsFolder, snapshot);
		const text = readFileSync(target, 'utf8');
		const moved = text.replace(`"head": ${last}`, () => `"head": ${JSON.stringify(name)}`);
		if (moved !== text) writeFileAtomically(target, moved);
	}
}

export function squashedSource({id, dependencies, replaces, parts}: Squashed): string {
	const backwards = parts.toReversed().filter(({down}) => down !== undefined);
	const isReversible = backwards.length === parts.length;
	return `import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  override name = '${id}';
  static dependencies = [${texts(dependencies)}];
  static replaces = [${texts(replaces)}];

  override up() {
${parts.map(part => body(part, part.up, 'up')).join('\n')}  }
${isReversible ? `\n  override down() {\n${backwards.map(part => body(part, part.down!, 'down')).join('\n')}  }\n` : ''}}
`;
}

function body(part: Part, {sql}: Preview, method: 'up' | 'down'): string {
	const copy = runsCode(part)
		? `    throw new Error('Copy here what ${method}() of ${part.id} does, and take this line out.');\n`
		: '';
	return `    // ${part.id}\n${copy}${statements(sql)}`;
}

function texts(ids: string[]): string {
	return ids.map(id => `'${id}'`).join(', ');
}
