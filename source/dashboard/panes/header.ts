import type {ProjectStatus} from '../../runs/project-status.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {clip, fit, spread} from '../cells.ts';
import {databaseText} from '../database-text.ts';
import {safe} from '../foreign-text.ts';
import {type Layout, type PaneName, paneNames} from '../layout.ts';
import type {StatusState} from '../state.ts';
import {glyphs, paint} from '../theme.ts';
import {shortTime} from '../times.ts';

/** Who looks at the screen, and where. */
export interface Here {
	operator: string;
	host: string;
	/** Shown until a status says what the project is called. */
	folder: string;
	/** Only looks on. */
	readOnly?: boolean;
}

/** Two rows: what project and database this is, and what is to be done about it. */
export function drawHeader(
	state: StatusState,
	here: Here,
	layout: Pick<Layout, 'kind' | 'columns'>,
	focus: PaneName,
): string[] {
	const {columns, kind} = layout;
	if (kind === 'tabs') return [tabsTop(state, here, columns), tabBar(focus, columns)];
	const {status} = state;
	const who = `${here.readOnly ? `${paint('warning', 'READ-ONLY')}  ` : ''}${sanitise(here.operator)}@${here.host} `;
	const name = paint('strong', ` Quarterdeck  ${project(state, here)}`);
	const left = status
		? `${name}  ${environment(status)}  ${paint('quiet', databaseText(status.database))}`
		: name;
	return [
		spread(left, ` ${who}`, columns),
		spread(todo(state, here), others(state, columns), columns),
	];
}

function project({status}: StatusState, here: Here): string {
	return clip(safe(status?.project ?? here.folder), 24);
}

function environment({environment}: ProjectStatus): string {
	const word = safe(environment).toUpperCase();
	return environment === 'production' ? paint('production', ` ${word} `) : word;
}

function todo(state: StatusState, {readOnly}: Here): string {
	const {status} = state;
	if (state.lost) return paint('alarm', ` ${glyphs.failed} ${state.lost}`);
	if (!status) return paint('quiet', ` reading the project ${glyphs.ellipsis}`);
	const [problem] = status.problems;
	if (problem) {
		return paint('alarm', ` ${glyphs.failed} ${sanitise(problem.message.split('\n')[0]!)}`);
	}
	const split = status.apps.find(({conflict}) => conflict);
	if (split) {
		const label = safe(split.label);
		return paint(
			'alarm',
			` ${glyphs.failed} ${label} has two leaves${readOnly ? '' : ': m merges them'}`,
		);
	}
	if (status.unapplied > 0) {
		const apps = unappliedApps(status).join(', ');
		const text = ` ${glyphs.unapplied} ${status.unapplied} unapplied migration(s): ${apps}`;
		return `${paint('alarm', text)}  ${unmade(status, 'changes') ?? ''}`;
	}
	return unmade(status, 'Changes without a migration') ?? drifted(status) ?? settled(status);
}

function unmade({apps}: ProjectStatus, what: string): string | undefined {
	const labels = apps.filter(app => app.unmadeChanges.length > 0).map(({label}) => label);
	if (labels.length === 0) return undefined;
	return paint('warning', ` ${glyphs.changed} ${what}: ${labels.join(', ')}`);
}

function drifted({drift = []}: ProjectStatus): string | undefined {
	if (drift.length === 0) return undefined;
	const labels = [...new Set(drift.map(({app}) => safe(app)))].join(', ');
	return paint('warning', ` ${glyphs.changed} The database differs from the migrations: ${labels}`);
}

function settled({apps}: ProjectStatus): string {
	const none = apps.every(({migrations}) => migrations.length === 0);
	if (apps.length === 0) return paint('quiet', ' No apps yet');
	if (none) return paint('quiet', ' No migrations yet');
	return paint('applied', ` ${glyphs.applied} All migrations are applied`);
}

/** In alphabetical order. */
export function unappliedApps({apps}: ProjectStatus): string[] {
	return apps
		.filter(({migrations}) => migrations.some(({applied}) => applied === null))
		.map(({label}) => safe(label))
		.sort();
}

/** Who else has a dashboard open, with terminal and time where there is room. */
function others({status, keptAt}: StatusState, columns: number): string {
	if (keptAt) return paint('quiet', `as of ${shortTime(keptAt.toISOString())} `);
	const rest = (status?.operators ?? []).filter(({pid}) => pid !== process.pid);
	if (rest.length === 0) return '';
	const names = rest.map(({user, host, tty, since}) => {
		const more = [tty, `since ${shortTime(since)}`].filter(Boolean).join(' ');
		return safe(`${user}@${host}${columns >= 120 ? ` (${more})` : ''}`);
	});
	return paint('warning', `also here: ${names.join(', ')} `);
}

function tabsTop(state: StatusState, here: Here, columns: number): string {
	const {status} = state;
	const name = paint('strong', ` ${project(state, here)}`);
	const place = status ? ` ${environment(status)}` : '';
	// Production must not be what there is no room for.
	const both = status?.environment === 'production' ? place + name : name + place;
	const left = `${both}${here.readOnly ? ' RO' : ''}`;
	if (!status) return fit(left, columns);
	const right =
		status.problems.length > 0
			? paint('alarm', `${glyphs.failed} problem `)
			: status.unapplied > 0
				? paint('alarm', `${status.unapplied} unapplied `)
				: paint('applied', `${glyphs.applied} `);
	return spread(left, right, columns);
}

const tabNames: Record<PaneName, string> = {
	migrations: 'Migr',
	server: 'Serv',
	log: 'Log',
	activity: 'Act',
};

function tabBar(focus: PaneName, columns: number): string {
	const tabs = paneNames.map((name, index) => {
		const text = `${index + 1} ${tabNames[name]}`;
		return name === focus ? paint('focus', `[${text}]`) : paint('quiet', ` ${text} `);
	});
	return fit(tabs.join(''), columns);
}
