import {plural} from '../../../words/plural.ts';
import {glyphs} from '../../drawing/theme.ts';
import type {LogView} from '../../state/state.ts';
import type {LogStore} from '../file/log-store.ts';
import {includes, isShown, mayBeShown, mayInclude} from './filter.ts';
import {LineIndex} from './line-index.ts';
import type {PassingLines} from './passing-lines.ts';

const index = new LineIndex();

/** The visible lines that match the search, as far as they are found. @returns nothing without a search */
export function matchesIn(store: LogStore, view: LogView): PassingLines | undefined {
	const {search, filter, level, from} = view;
	if (search === '') {
		index.drop(store);
		return undefined;
	}
	return index.of(
		store,
		{
			key: JSON.stringify([search, filter, level]),
			passes: line => includes(line, search) && isShown(line, view),
			mayPass: text => mayInclude(text, search) && mayBeShown(text, view),
		},
		from,
	);
}

/** `match 2/3`, or `3 matches` if the cursor's line is not one; `…` while the search continues. */
export function matchCount(store: LogStore, view: LogView): string {
	const lines = matchesIn(store, view);
	if (!lines) return '';
	const {count} = lines;
	const more = unfinished(lines);
	const {cursor} = view;
	if (cursor !== undefined && lines.has(cursor)) {
		return `match ${lines.placeOf(cursor) - lines.placeOf(view.from) + 1}/${count}${more}`;
	}
	return plural(count, 'match', 'matches') + more;
}

/** Behind a count that may grow: `…`, or `… 37 %` when it takes long. */
export function unfinished(lines: PassingLines): string {
	if (lines.isFinal) return '';
	const {progress} = lines;
	return progress === undefined
		? glyphs.ellipsis
		: `${glyphs.ellipsis} ${Math.floor(progress * 100)} %`;
}
