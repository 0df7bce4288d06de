import {isFailure, type ProjectStatus} from '../../runs/project-status.ts';
import {clip, fit, spread, widthOf} from '../drawing/cells.ts';
import {databaseText, safe} from '../drawing/foreign-text.ts';
import type {Layout} from '../drawing/layout.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {shortTime} from '../drawing/times.ts';
import type {StatusState, Viewer} from '../state/state.ts';
import {todo} from './to-do.ts';

/** The project and its database, then the next thing to do. A small window has one row. */
export function drawHeader(
	state: StatusState,
	viewer: Viewer,
	{columns, kind}: Pick<Layout, 'kind' | 'columns'>,
): string[] {
	if (kind === 'tabs') return [tabsTop(state, viewer, columns)];
	const who = `${viewer.readOnly ? `${paint('warning', 'READ-ONLY')}  ` : ''}${safe(`${viewer.operator}@${viewer.host}`)} `;
	const first = placeTexts(state, viewer);
	const left = first.find(text => widthOf(text) + widthOf(who) < columns) ?? first.at(-1)!;
	const second = todo(state, viewer);
	const room = columns - Math.min(widthOf(second), Math.floor(columns * 0.6));
	return [spread(left, ` ${who}`, columns), spread(second, others(state, columns, room), columns)];
}

function placeTexts(state: StatusState, viewer: Viewer): string[] {
	const {status} = state;
	const name = project(state, viewer);
	if (!status) return [paint('strong', ` Quarterdeck  ${name}`)];
	const {driver, name: base} = status.database;
	const place = (title: string, database: string) =>
		`${paint('strong', ` ${title}`)}  ${environment(status)}  ${paint('quiet', database)}`;
	const whole = databaseText(status.database);
	const shorter = [`${driver} ${base}`, base].map(safe);
	return [`Quarterdeck  ${name}`, name]
		.map(title => place(title, whole))
		.concat(shorter.map(text => place(name, text)));
}

function project({status}: StatusState, viewer: Viewer): string {
	return clip(safe(status?.project ?? viewer.folder), 24);
}

function environment({environment}: ProjectStatus): string {
	const word = safe(environment).toUpperCase();
	return environment === 'production' ? paint('production', ` ${word} `) : word;
}

/** Other operators: with terminal and time, by name, or only their number. */
function others({status, keptAt}: StatusState, columns: number, room: number): string {
	if (keptAt) return paint('quiet', ` as of ${shortTime(keptAt.toISOString())} `);
	const rest = (status?.operators ?? []).filter(({pid}) => pid !== process.pid);
	if (rest.length === 0) return '';
	const names = Map.groupBy(rest, ({user, host}) => `${user}@${host}`);
	const exact = rest.map(({user, host, tty, since}) => {
		const more = [tty, `since ${shortTime(since)}`].filter(Boolean).join(' ');
		return `${user}@${host} (${more})`;
	});
	const texts = [
		...(columns >= 120 ? [exact.join(', ')] : []),
		[...names].map(([name, {length}]) => (length > 1 ? `${name} (${length})` : name)).join(', '),
		`${rest.length}`,
	].map(text => ` also here: ${safe(text)} `);
	return paint('warning', texts.find(text => widthOf(text) <= room) ?? texts.at(-1)!);
}

function tabsTop(state: StatusState, viewer: Viewer, columns: number): string {
	const {status} = state;
	const name = paint('strong', ` ${project(state, viewer)}`);
	const place = status ? ` ${environment(status)}` : '';
	// PRODUCTION must not be cut.
	const both = status?.environment === 'production' ? place + name : name + place;
	const left = `${both}${viewer.readOnly ? ' RO' : ''}`;
	if (!status) return fit(left, columns);
	const right = state.lost
		? paint('error', `${glyphs.failed} ${state.isGone ? 'project gone' : 'cannot be read'} `)
		: status.problems.some(isFailure)
			? paint('error', `${glyphs.failed} problem `)
			: status.unapplied > 0
				? paint('error', `${status.unapplied} unapplied `)
				: paint('applied', `${glyphs.applied} `);
	return spread(left, right, columns);
}
