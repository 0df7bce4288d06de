import path from 'node:path';
import {watchSources} from '../../project/watch/reloader.ts';
import type {Handover} from './handover.ts';
import type {ServerLog} from './server-log.ts';

/** Watches the project's sources until it is closed. */
export function reloadOnSave(
	root: string,
	log: ServerLog,
	handover: Handover,
): Promise<{close(): Promise<void>}> {
	const saved = (files: string[]) => {
		const areTemplates = files.every(file => file.endsWith('.html'));
		if (areTemplates && handover.readsTemplates) return;
		const names = files.map(file => path.relative(root, file));
		const more = names.length > 1 ? ` and ${names.length - 1} more` : '';
		log.say(`${names[0]}${more} changed, reloading.`);
		handover.replaceAfresh(log.rotate());
	};
	return watchSources(root, saved, {notice: text => log.say(text)});
}
