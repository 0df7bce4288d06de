import path from 'node:path';
import type {Interest} from '../../project/watch/interest.ts';
import {watchSources} from '../../project/watch/reloader.ts';
import type {Handover} from './handover.ts';
import {ReloadLoop} from './reload-loop.ts';
import type {ServerLog} from './server-log.ts';

/** Milliseconds without a change before a reload that may be one of a loop. */
const pause = 1000;

/** Watches an application's sources until it is closed. */
export async function reloadOnSave(
	interest: Interest,
	log: ServerLog,
	handover: Handover,
): Promise<{close(): Promise<void>}> {
	const loop = new ReloadLoop();
	const waiting = new Set<string>();
	let timer: NodeJS.Timeout | undefined;
	const nameOf = (file: string) => path.relative(interest.root, file);

	const reload = () => {
		const [first = '', ...others] = [...waiting].map(nameOf);
		waiting.clear();
		const more = others.length > 0 ? ` and ${others.length} more` : '';
		log.say(`${first}${more} changed, reloading.`);
		handover.replaceAfresh(log.rotate());
	};
	const reloadInPeace = () => {
		timer = setTimeout(() => (handover.isFresh ? reloadInPeace() : reload()), pause);
	};
	const saved = (files: string[]) => {
		if (handover.readsTemplates && files.every(file => interest.isTemplate(file))) return;
		// Nothing has started since a reload that waits.
		const verdict = waiting.size > 0 ? 'wait' : loop.judge(files, handover.isFresh);
		if (verdict === 'ignore') return;
		if (verdict === 'loop') {
			log.say(
				`Reloading has stopped, because ${loop.files.map(nameOf).join(', ')} changes whenever the application starts: add it to 'ignore' of 'server' in the settings, or save another file to go on.`,
			);
			return;
		}
		clearTimeout(timer);
		for (const file of files) waiting.add(file);
		if (verdict === 'wait') reloadInPeace();
		else reload();
	};
	const watcher = await watchSources(interest, saved, {notice: text => log.say(text)});
	return {
		close() {
			clearTimeout(timer);
			return watcher.close();
		},
	};
}
