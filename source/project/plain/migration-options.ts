import {existsSync} from 'node:fs';
import path from 'node:path';
import type {MigrationOptions} from '../project.ts';
import type {MikroOrmOptions} from './load-options.ts';

/**
 * @param config MikroORM's Configuration, with its defaults
 * @param preferTs whether to read the sources instead of the build output
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
		transactional: all.transactional !== false,
		safe: all.safe,
		dropTables: all.dropTables,
		list: all.migrationsList?.map(named),
		all,
	};
}

/** MikroORM's default for a project that names no folder. */
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
	const {name, class: listed} = typeof migration === 'function' ? {class: migration} : migration;
	// The class may keep its name in a field, so it needs an instance.
	const own: string = name ?? new listed({}, {}).name ?? listed.name;
	return {name: own.replace(/\.[jt]s$/, ''), class: listed};
}
