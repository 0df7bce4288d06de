import {connectWith, passwordIn} from '../../mikro-orm/connection.ts';
import {isMissingFile} from '../database/address.ts';
import type {Database} from '../database/database.ts';
import {startOrm} from '../database/start-orm.ts';
import type {DatabaseAccess, OpenOrm} from '../database-access.ts';
import {importFromProject} from '../import/import-source.ts';
import type {Project} from '../project.ts';
import {configurationOf} from './configuration.ts';
import type {MikroOrmOptions} from './load-options.ts';

/** Connects as the project's MikroORM config does, certificates and sockets included. */
export class ConfigAccess implements DatabaseAccess {
	readonly #options: MikroOrmOptions;

	/** @param options MikroORM's options; they contain secrets */
	constructor(options: MikroOrmOptions) {
		this.#options = options;
	}

	async connect(project: Project): Promise<Database | undefined> {
		if (isMissingFile(project)) return undefined;
		const connection = await connectWith(await this.#configuration(project));
		return {dialect: project.settings.database.driver, ...connection};
	}

	/** The executor holds one connection for its lock and needs another for its work. */
	async openOrm({root, settings}: Project): Promise<OpenOrm> {
		const {MikroORM} = await importFromProject(`@mikro-orm/${settings.database.driver}`, root);
		const {discovery, pool} = this.#options;
		const options = {
			...this.#options,
			discovery: {...discovery, warnWhenNoEntities: false},
			pool: {...pool, max: Math.max(2, pool?.max ?? 10)},
			logger: () => {},
			debug: false,
			allowGlobalContext: true,
		};
		return {orm: await startOrm(MikroORM, options, root), entities: new Map()};
	}

	async password(project: Project): Promise<string | undefined> {
		return passwordIn(await this.#configuration(project));
	}

	isBare(): boolean {
		return false;
	}

	#configuration(project: Project): Promise<any> {
		return configurationOf(this.#options, project);
	}
}
