import type {App} from '../../project/apps/app-registry.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import type {CollectingQuestioner} from '../questions/questioner.ts';
import type {Snapshot} from '../schema/snapshot.ts';
import type {Renames} from './renames.ts';

/** What is compared to find an app's changes. */
export interface Comparison {
	app: App;
	/** The schema after the last migration. */
	before: Snapshot;
	/** The same; its tables and columns are renamed as soon as that is known. */
	from: Snapshot;
	/** The schema of the entities. */
	to: Snapshot;
	/** The renames that are known by now. */
	renames: Renames;
	orm: MikroOrm;
	questioner: CollectingQuestioner;
}
