import type {PaneName} from './layout.ts';

/** What each pane is called in a sentence. */
export const paneWords: Record<PaneName, string> = {
	migrations: 'Migrations',
	server: 'Server',
	log: 'Server log',
	activity: 'Activity',
};
