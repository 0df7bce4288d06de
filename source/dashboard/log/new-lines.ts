import type {LogView} from '../state/state.ts';
import type {Block} from './file/blocks.ts';
import type {LogStore} from './file/log-store.ts';
import {levelOf, mayBeBad} from './lines/level.ts';
import {isShown, mayBeShown} from './search/filter.ts';

interface Count {
	/** Of what: another one begins when the log is paused again, or shows other lines. */
	key: string;
	generation: number;
	/** Lines before this one were looked at. */
	upTo: number;
	lines: number;
	errors: number;
}

const counts = new WeakMap<LogStore, Count>();

/**
 * The visible lines that came since the log was paused, and how many of them are errors. Each is looked at once, in
 * its block, most of which have no error. What has left memory before is counted only where every line is visible.
 */
export function newLines(store: LogStore, view: LogView): {lines: number; errors: number} {
	const {blocks} = store.scrollback;
	const {generation} = blocks;
	const count = countOf(store, view, generation);
	const from = Math.max(count.upTo, store.first);
	if (showsAll(view) && count.generation === generation) count.lines += from - count.upTo;
	count.generation = generation;
	for (let number = from; number < store.total; number = count.upTo) {
		const block = blocks.get(blocks.idOf(number));
		count.upTo = Math.max(number + 1, block.first + block.count);
		addBlock(count, store, view, block, number);
	}
	return count;
}

function countOf(store: LogStore, view: LogView, generation: number): Count {
	const key = JSON.stringify([view.pausedAt, view.level, view.filter]);
	const known = counts.get(store);
	if (known?.key === key) return known;
	const count = {key, generation, upTo: view.pausedAt, lines: 0, errors: 0};
	counts.set(store, count);
	return count;
}

function addBlock(
	count: Count,
	{scrollback}: LogStore,
	view: LogView,
	block: Block,
	from: number,
): void {
	const text = scrollback.bytesOf(block).toString('utf8');
	if (showsAll(view)) count.lines += block.first + block.count - from;
	else if (!mayBeShown(text, view)) return;
	const isBad = mayBeBad(text);
	if (showsAll(view) && !isBad) return;
	for (const line of scrollback.linesOf(block).slice(from - block.first)) {
		if (!isShown(line, view)) continue;
		if (!showsAll(view)) count.lines++;
		if (isBad && mayBeBad(line) && levelOf(line) === 'error') count.errors++;
	}
}

function showsAll({level, filter}: LogView): boolean {
	return level === 'all' && filter === '';
}
