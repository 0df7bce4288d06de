import {existsSync} from 'node:fs';
import path from 'node:path';
import type {MikroOrmOptions} from './load-options.ts';

/** MikroORM's `migrations` options with its defaults, as far as they say where things are. */
export interface MigrationOptions {
	/** Where migrations are read from; absolute. */
	folder: string;
	/** Where new ones and the snapshot are written to; absolute. */
	target: string;
	glob: string;
	/** `mikro_orm_migrations`, with its schema in front where that is not the default one. */
	tableName: string;
	/** Absolute path; undefined where the project wants none. */
	snapshotFile: string | undefined;
	transactional: boolean;
	/** A list of classes, in place of files. */
	list: {name: string; class: unknown}[] | undefined;
	/** All of them, as MikroORM's own generator takes them. */
	all: Record<string, any>;
}

/**
 * @param config MikroORM's Configuration, which has filled in its defaults
 * @param preferTs whether the sources are read, and not what was built from them
 */
export function migrationOptions(
	config: any,
	preferTs: boolean = config.get('preferTs'),
): MigrationOptions {
	const all: Record<string, any> = {...config.get('migrations')};
	const baseDir: string = config.get('baseDir');
	detectSourceFolder(all, baseDir);
	const from = (folder: string) => path.resolve(baseDir, folder);
	const target = from(all.emit === 'ts' && all.pathTs ? all.pathTs : all.path);
	return {
		folder: from(preferTs && all.pathTs ? all.pathTs : all.path),
		target,
		glob: all.glob,
		tableName: qualifiedTable(all, config),
		snapshotFile: all.snapshot ? path.join(target, `${snapshotName(all, config)}.json`) : undefined,
		transactional: all.transactional,
		list: all.migrationsList?.map(named),
		all,
	};
}

/** MikroORM's own rule for a project that names no folder. */
function detectSourceFolder(all: MikroOrmOptions, baseDir: string): void {
	const isThere = (name: string) => existsSync(path.join(baseDir, name));
	if (!isThere('src')) {
		all.path ??= './migrations';
		return;
	}
	if (all.path || all.pathTs) {
		all.path ??= all.pathTs;
		return;
	}
	if (isThere('migrations')) {
		all.path = './migrations';
		return;
	}
	const built = ['dist', 'build'].find(isThere) ?? 'src';
	all.path = `./${built}/migrations`;
	all.pathTs = './src/migrations';
}

function qualifiedTable({tableName, schema}: MikroOrmOptions, config: any): string {
	const [first, second] = tableName.split('.');
	const usual = config.getPlatform().getDefaultSchemaName();
	const namespace = schema ?? (second === undefined ? config.get('schema', usual) : first);
	const table = second ?? first;
	return namespace && namespace !== usual ? `${namespace}.${table}` : table;
}

function snapshotName({snapshotName}: MikroOrmOptions, config: any): string {
	const file: string = config.get('dbName').replace(/\\/g, '/').split('/').pop().replace(/:/g, '');
	return snapshotName ?? `.snapshot-${file}`;
}

function named(migration: any): {name: string; class: unknown} {
	if (typeof migration !== 'function') return migration;
	// A class keeps its name in a field, which only an instance has.
	const {name} = new migration({}, {});
	return {name: name ?? migration.name, class: migration};
}
