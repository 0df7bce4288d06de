import {realpathSync} from 'node:fs';
import {pgliteFolder} from '../../project/database/address.ts';
import {FolderInUse, holdFolder} from '../../project/database/folder-lock.ts';
import type {Project} from '../../project/project.ts';
import {hostName} from '../../runs/operator.ts';
import {makeFolders} from '../../system/make-folders.ts';
import type {DatabaseLock, LockHolder} from './lock.ts';

/**
 * PGlite lets one process in at a time: who has its folder has the lock. The run's connections, within the
 * same process, share the folder.
 */
export function pgliteLock(project: Project): DatabaseLock {
	let release: (() => void) | undefined;
	let other: LockHolder | undefined;
	return {
		async take() {
			const folder = pgliteFolder(project);
			if (folder === undefined) return true;
			makeFolders(folder);
			try {
				release = await holdFolder(realpathSync(folder), {waits: false});
				return true;
			} catch (error) {
				// Waiting for a server would not end.
				if (!(error instanceof FolderInUse) || error.holder.stays) throw error;
				other = {...error.holder, host: hostName()};
				return false;
			}
		},
		holder: async () => other,
		update: async () => {},
		// The kernel takes it from nobody.
		isHeld: async () => true,
		async release() {
			release?.();
			release = undefined;
		},
	};
}
