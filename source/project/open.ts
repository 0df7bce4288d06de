import {type App, loadApps} from './app-registry.ts';
import {findProject, type ProjectLocation} from './find.ts';
import {type CompleteSettings, loadSettings} from './settings.ts';

/** A project whose settings are valid and whose apps exist; no entity and no driver is loaded yet. */
export interface Project extends ProjectLocation {
	settings: CompleteSettings;
	apps: App[];
}

/**
 * @param from where to look, at or above
 * @throws CommandError when there is no project, or its settings or apps are wrong
 */
export async function openProject(from: string): Promise<Project> {
	const location = findProject(from);
	const settings = await loadSettings(location);
	return {...location, settings, apps: await loadApps(settings, location.root)};
}
