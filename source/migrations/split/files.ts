import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {hasName} from '../../mikro-orm/version.ts';
import type {App} from '../../project/apps/app-registry.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import type {NewFile} from '../../system/atomic-file.ts';
import type {Fill} from '../detect/autodetector.ts';
import {generatedComment, isAsGenerated} from '../files/generated.ts';
import type {MigrationFile} from '../files/loader.ts';
import {sourceOf} from '../files/migration-source.ts';
import {readingOf, readMigration, textOf} from '../files/reading.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import {fillFile, fillOf} from '../make/fills.ts';
import type {Part} from '../make/online-parts.ts';
import {readSnapshotFile, snapshotPath} from '../schema/snapshot.ts';
import {type Literal, notSplit} from './refusals.ts';

/** The files that change when a migration is split. */
export interface SplitFiles {
	/** The first one replaces the migration. */
	parts: NewFile[];
	/** Migrations and backfills that depend on the last part from now on. */
	dependants: NewFile[];
	/** The snapshot, if it is that of the migration. */
	snapshots: NewFile[];
}

/**
 * The first part keeps the name of the migration: what others know is there. What depended on it depends on the last
 * part.
 * @throws CommandError `not-split`
 */
export function splitFiles(
	file: MigrationFile,
	literal: Literal,
	parts: Part[],
	{app, dialect, graph}: {app: App; dialect: Dialect; graph: MigrationGraph},
): SplitFiles {
	const names = parts.map(({suffix}, at) => (at === 0 ? file.name : `${file.name}_${suffix}`));
	const ids = names.map(name => `${app.label}.${name}`);
	const taken = ids.slice(1).find(id => graph.get(id));
	if (taken) throw notSplit(`There is a ${taken} already.`);
	const folder = path.dirname(file.path);
	const isGenerated = wasGenerated(file, literal, dialect);
	const written = parts.map((part, at): NewFile => {
		const name = names[at]!;
		const dependencies = at === 0 ? file.dependencies : [ids[at - 1]!];
		const fill = at > 0 && part.suffix === 'fill' ? fillIn(part, app, dialect) : undefined;
		if (fill) return fillFile({app, name, dependencies}, fill);
		const text = textOfPart(part, {
			id: ids[at]!,
			answers: at === 0 ? (readingOf(file)?.answers ?? []) : [],
			isReversible: literal.down !== undefined,
			...{app, dialect, isGenerated, dependencies},
		});
		return {path: at === 0 ? file.path : path.join(folder, name + path.extname(file.path)), text};
	});
	const last = ids.at(-1)!;
	return {
		parts: written,
		dependants: last === file.id ? [] : dependantsOf(file, last, graph),
		snapshots: movedSnapshot(app, dialect, file.name, names.at(-1)!),
	};
}

/** An update that the entities can make in batches. */
function fillIn({up: [sql, ...more]}: Part, app: App, dialect: Dialect): Fill | undefined {
	const snapshot = snapshotPath(app, dialect);
	if (sql === undefined || more.length > 0 || !existsSync(snapshot)) return undefined;
	return fillOf(sql, readSnapshotFile(snapshot));
}

function wasGenerated(file: MigrationFile, {up, down}: Literal, driver: Dialect): boolean {
	return isAsGenerated(readingOf(file)!, {driver, up, down: down ?? []});
}

interface PartText {
	id: string;
	dependencies: string[];
	answers: string[];
	isReversible: boolean;
	app: App;
	dialect: Dialect;
	isGenerated: boolean;
}

function textOfPart({up, down, transactional}: Part, about: PartText): string {
	const {id, dependencies, answers, isReversible, app, dialect: driver, isGenerated} = about;
	return sourceOf({
		id,
		isNameNew: !hasName(app.folder),
		...{dependencies, transactional},
		comments: [
			...(isGenerated ? [generatedComment([{driver, up, down}], answers)] : []),
			...answers.map(answer => `Answered: ${answer}`),
		],
		variants: [{driver, up: [{sql: up}], down: isReversible ? [{sql: down}] : undefined}],
	});
}

const list = /\bdependencies\b(?:\s*:[^=[{;]*(?:\[\s*\])?)?\s*[=:]\s*\[([^\]]*)\]/;

/** @throws CommandError `not-split` for one whose list cannot be changed with certainty */
function dependantsOf({id}: MigrationFile, last: string, graph: MigrationGraph): NewFile[] {
	return graph.children(id).flatMap(child => {
		const before = readingOf(child)?.statics.dependencies;
		// Its name gives its place.
		if (before === undefined && child.backfill) return [];
		const text = textOf(child).replace(list, found =>
			found.replaceAll(new RegExp(`(['"\`])${escaped(id)}\\1`, 'g'), `$1${last}$1`),
		);
		const after = readMigration(text, child.path).statics.dependencies;
		const wanted = (before as string[] | undefined)?.map(one => (one === id ? last : one));
		if (JSON.stringify(after) !== JSON.stringify(wanted) || !wanted?.includes(last))
			throw notSplit(
				`${child.id} depends on ${id}, and its list of dependencies is not a plain one.`,
			);
		return {path: child.path, text};
	});
}

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function movedSnapshot(app: App, dialect: Dialect, from: string, to: string): NewFile[] {
	const file = snapshotPath(app, dialect);
	if (from === to || !existsSync(file)) return [];
	const text = readFileSync(file, 'utf8');
	const head = `"head": ${JSON.stringify(from)}`;
	return text.includes(head)
		? [{path: file, text: text.replace(head, () => `"head": ${JSON.stringify(to)}`)}]
		: [];
}
