import type {Database, Query} from '../../project/database/database.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import {openProject} from '../../project/open/open.ts';
import type {Project} from '../../project/project.ts';
import type {DatabaseSettings} from '../../project/settings/settings.ts';
import {type Copy, type Extent, verifyIsCopy} from './copy.ts';

/** A database beside the source, on the same server. */
export abstract class ServerCopy implements Copy {
	readonly settings: Partial<DatabaseSettings>;
	protected readonly project: Project;
	protected readonly name: string;
	/** For files with credentials. */
	protected readonly folder: string;

	constructor(project: Project, {name, folder}: {name: string; folder: string}) {
		this.project = project;
		this.name = name;
		this.folder = folder;
		this.settings = {...settingsFor(project, name), ...neverMade(project)};
	}

	abstract size(): Promise<number | undefined>;
	abstract make(extent: Extent, signal: AbortSignal): Promise<void>;
	abstract isAt(query: Query): Promise<boolean>;
	abstract drop(): Promise<void>;

	protected async atSource<T>(work: (database: Database) => Promise<T>): Promise<T> {
		return at(this.project, work);
	}

	/** @throws CommandError `not-the-copy` */
	protected async atCopy<T>(work: (database: Database) => Promise<T>): Promise<T> {
		return at(await openProject(this.project.root, this.settings), async database => {
			await verifyIsCopy(this, database.query);
			return work(database);
		});
	}
}

async function at<T>(project: Project, work: (database: Database) => Promise<T>): Promise<T> {
	const database = (await connectDatabase(project))!;
	try {
		return await work(database);
	} finally {
		await database.close();
	}
}

/** MikroORM would make a database that it does not find, also on another server than that of the copy. */
export function neverMade({settings}: Project): Partial<DatabaseSettings> {
	return {options: {...settings.database.options, ensureDatabase: false}};
}

/** Another database of the same server. A URL has more than its address: certificates, for example. */
export function settingsFor({settings}: Project, name: string): Partial<DatabaseSettings> {
	const {url} = settings.database;
	if (url === undefined) return {name};
	const changed = new URL(url);
	changed.pathname = `/${encodeURIComponent(name)}`;
	return {name, url: changed.href};
}
