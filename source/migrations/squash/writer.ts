import {existsSync, globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {hasName} from '../../mikro-orm/version.ts';
import type {App} from '../../project/apps/app-registry.ts';
import {type NewFile, writeTogether} from '../../system/atomic-file.ts';
import {generatedComment} from '../files/generated.ts';
import {type Passage, sourceOf, type VariantText} from '../files/migration-source.ts';
import {snapshotPath} from '../schema/snapshot.ts';
import {formatSnapshot} from '../schema/snapshot-text.ts';
import {type Part, runsCode} from './parts.ts';
import type {Squashed, SquashedVariant} from './squash.ts';

/**
 * Writes a squashed migration. Snapshots of the last one that it replaces belong to it afterwards.
 * @throws CommandError `already-exists`, `not-written`
 */
export function writeSquashed(squashed: Squashed, app: App): void {
	const {path: file} = squashed;
	if (existsSync(file)) {
		throw new CommandError(`${file} already exists.`, {
			code: 'already-exists',
			hint: 'Nothing was written.',
		});
	}
	const text = squashedSource(squashed, app);
	writeTogether([
		{path: file, text},
		...movedSnapshots(squashed, app),
		...newSnapshots(squashed, app),
	]);
}

function newSnapshots({name, variants}: Squashed, app: App): NewFile[] {
	return variants.flatMap(({driver, snapshot}) => {
		if (!snapshot) return [];
		return {path: snapshotPath(app, driver), text: formatSnapshot({...snapshot, head: name})};
	});
}

function movedSnapshots({name, replaces}: Squashed, app: App): NewFile[] {
	const last = JSON.stringify(replaces.at(-1)!.slice(app.label.length + 1));
	return globSync('.snapshot.*.json', {cwd: app.migrationsFolder}).flatMap(snapshot => {
		const file = path.join(app.migrationsFolder, snapshot);
		const text = readFileSync(file, 'utf8');
		const moved = text.replace(`"head": ${last}`, () => `"head": ${JSON.stringify(name)}`);
		return moved === text ? [] : {path: file, text: moved};
	});
}

function squashedSource({id, dependencies, replaces, variants}: Squashed, app: App): string {
	const generated = variants.flatMap(({driver, optimized}) =>
		optimized ? [{driver, ...optimized}] : [],
	);
	return sourceOf({
		id,
		isNameNew: !hasName(app.folder),
		dependencies,
		replaces,
		comments: generated.length > 0 ? [generatedComment(generated, [])] : [],
		variants: variants.map(variant => ({driver: variant.driver, ...bodyOf(variant)})),
	});
}

function bodyOf({parts, optimized}: SquashedVariant): Omit<VariantText, 'driver'> {
	if (optimized) return {up: [{sql: optimized.up}], down: [{sql: optimized.down}]};
	const isReversible = parts.every(({down}) => down !== undefined);
	return {
		up: parts.map(part => passage(part, 'up')),
		down: isReversible ? parts.toReversed().map(part => passage(part, 'down')) : undefined,
	};
}

function passage(part: Part, method: 'up' | 'down'): Passage {
	const {id} = part;
	const refusal = runsCode(part)
		? `Copy here what ${method}() of ${id} does, and remove this line.`
		: undefined;
	return {comment: id, refusal, sql: part[method]!.sql};
}
