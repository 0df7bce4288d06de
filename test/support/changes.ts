import type {AppChanges} from '../../source/migrations/detect/autodetector.ts';
import {emptySnapshot} from '../../source/migrations/schema/snapshot.ts';

/** Changes of an app that exists by its label only. */
export function changesOf(label: string, more: Partial<AppChanges> = {}): AppChanges {
	return {
		app: {
			label,
			name: `./${label}`,
			folder: `/${label}`,
			migrationsFolder: `/${label}/migrations`,
			own: true,
		},
		...{operations: [], answers: [], up: [], down: []},
		...{references: [], removed: [], released: []},
		snapshot: emptySnapshot(),
		...more,
	};
}
