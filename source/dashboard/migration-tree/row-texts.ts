import type {AppStatus, MigrationStatus} from '../../runs/project-status.ts';
import {plural} from '../../words/plural.ts';
import {fit, widthOf} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {shortTime} from '../drawing/times.ts';
import {keyOf} from '../input/key-names.ts';

/** What is to be done with an app, as the tree says it. */
export const toDo = {
	leaves: 'two leaf migrations',
	changes: 'changes not in a migration',
	notCompared: 'entities not compared',
	differs: 'database differs from the migrations',
};

/** The widest names and counts in the tree, which align what stands behind them. */
export interface NameWidths {
	apps: number;
	counts: number;
	migrations: number;
}

/** The usual width behind a migration's name: `unapplied  !!`. */
const usualState = 13;
/** A longer name would push its state far away. */
const longestName = 40;

/** A folded app also shows the hazards of its migrations. */
export function appText(
	app: AppStatus,
	folded: boolean,
	incomplete: boolean | undefined,
	widths: NameWidths,
	columns: number,
): string {
	const mark = folded ? hazardMark(app.migrations) : '';
	const before = `${folded ? glyphs.folded : glyphs.open} `;
	const room = Math.max(8, Math.floor(columns / 3), columns - 4 - widths.counts);
	const name = {text: safe(app.label), width: Math.min(widths.apps, room), least: 8};
	const endings = fewerAndFewer(countsIn(app, incomplete), mark);
	return row(before, name, endings, columns, text => paint('strong', text));
}

/** `4 applied  2 unapplied  changes  conflict` */
export function countsOf(app: AppStatus, incomplete?: boolean): string {
	return Object.values(countsIn(app, incomplete)).filter(Boolean).join('  ');
}

/** In the order they are written in. */
function countsIn(app: AppStatus, incomplete?: boolean) {
	const {migrations, unmadeChanges, conflict, files} = app;
	const unapplied = migrations.filter(({applied}) => applied === null).length;
	const applied = migrations.length - unapplied;
	const isEmpty = migrations.length + unmadeChanges.length === 0 && !conflict && !files?.length;
	return {
		applied: applied > 0 ? paint('quiet', `${applied} applied`) : '',
		unapplied: unapplied > 0 ? paint('strong', `${unapplied} unapplied`) : '',
		changes: unmadeChanges.length > 0 ? paint('warning', 'changes') : '',
		conflict: conflict ? paint('error', 'conflict') : '',
		onDisk: files?.length ? paint('quiet', `${plural(files.length, 'migration')} on disk`) : '',
		nothing: isEmpty && !incomplete ? paint('quiet', 'no migrations') : '',
	};
}

/** All of them with the mark, then without the least important one, and so on. */
function fewerAndFewer(counts: ReturnType<typeof countsIn>, mark: string): string[] {
	const left = {...counts, mark};
	const endings = [left];
	for (const name of ['applied', 'changes', 'unapplied', 'conflict'] as const)
		endings.push({...endings.at(-1)!, [name]: ''});
	return endings.map(parts => Object.values(parts).filter(Boolean).join('  '));
}

export function migrationText(
	migration: MigrationStatus,
	widths: NameWidths,
	columns: number,
): string {
	const applied = migration.applied !== null;
	const glyph = applied ? paint('applied', glyphs.applied) : glyphs.unapplied;
	const room = Math.max(12, columns - 6 - usualState);
	const width = Math.min(widths.migrations, longestName, room);
	const name = {text: safe(migration.name), width, least: 12};
	const endings = applied ? pastOf(migration) : hazardsOf(migration);
	return row(`  ${glyph} `, name, endings, columns, text =>
		paint(applied ? 'quiet' : 'strong', text),
	);
}

function pastOf({applied, missingFile, edited, backfill}: MigrationStatus): string[] {
	const time = paint('quiet', shortTime(applied!));
	if (!missingFile && !edited && backfill) return [`${time}  ${backfillMark(backfill)}`, time];
	if (!missingFile && !edited) return [time];
	const [meaning, long, short] = missingFile
		? (['error', 'file missing', 'missing'] as const)
		: (['warning', 'edited since', 'edited'] as const);
	const words = paint(meaning, short);
	return [`${time}  ${paint(meaning, long)}`, `${time}  ${words}`, words];
}

/** The circle before the name already says `unapplied`, so the mark is kept. */
function hazardsOf(migration: MigrationStatus): string[] {
	const mark = hazardMark([migration]);
	const word = 'unapplied';
	const {backfill} = migration;
	if (backfill) return [`${word}  ${backfillMark(backfill)}`, backfillMark(backfill), ''];
	return mark ? [`${word}  ${mark}`, mark] : [word, ''];
}

/** `backfill`, `backfill 24%` */
function backfillMark({filled, total}: NonNullable<MigrationStatus['backfill']>): string {
	const percent = filled && total ? Math.min(99, Math.floor((filled / total) * 100)) : undefined;
	return paint('quiet', percent === undefined ? 'backfill' : `backfill ${percent}%`);
}

/** `… 5 applied` */
export function earlierText(count: number): string {
	return paint('quiet', `  ${glyphs.ellipsis} ${count} applied`);
}

export function driftText(): string {
	return paint('warning', `  ${glyphs.changed} ${toDo.differs}`);
}

/** A name with its ending. The name is cut, and the ending is the first that leaves it a third of the row. */
function row(
	before: string,
	name: {text: string; width: number; least: number},
	endings: string[],
	columns: number,
	painted = (text: string) => text,
): string {
	const own = Math.min(widthOf(name.text), Math.max(name.least, Math.floor(columns / 3)));
	const room = (ending: string) => columns - widthOf(before) - widthOf(ending && `  ${ending}`);
	const ending = endings.find(text => room(text) >= own) ?? endings.at(-1)!;
	const width = Math.min(room(ending), Math.max(name.width, widthOf(name.text)));
	return `${before}${painted(fit(name.text, width))}  ${ending}`;
}

/** A row's text for a width; read-only sessions see no keys. */
type Text = (columns: number, readOnly?: boolean) => string;

/** Changes without a migration, and two leaves, each with the key that resolves it. */
export function changesTexts(app: AppStatus): Text[] {
	const {conflict, unmadeChanges, notCompared} = app;
	return [
		...(notCompared ? [notComparedText(notCompared)] : []),
		...(conflict ? [leaves(conflict)] : []),
		...(unmadeChanges.length > 0 ? [changes(app)] : []),
		...unmadeChanges.map(change => () => paint('warning', `      ${safe(change)}`)),
	];
}

function notComparedText(why: string): Text {
	return () => paint('warning', `  ${glyphs.changed} ${toDo.notCompared}: ${safe(why)}`);
}

/** The key stands before names that may be long. */
function leaves(names: string[]): Text {
	return (_, readOnly) => {
		const key = readOnly ? '' : `, ${keyHint(keyOf('makemigrations'), 'merge them')}`;
		return `${paint('error', `  ${toDo.leaves}`)}${key}${paint('error', `: ${safe(names.join(', '))}`)}`;
	};
}

/** If a file is missing, its changes must not be made again. */
function changes({migrations}: AppStatus): Text {
	const isMissing = migrations.some(({missingFile}) => missingFile);
	return (columns, readOnly) => {
		const key = readOnly ? '' : keyHint(keyOf('makemigrations'), 'make one');
		const help = isMissing ? 'restore the file' : key;
		const [long, short] = [`${toDo.changes}:`, 'changes:'].map(
			text => `${paint('warning', `  ${glyphs.changed} ${text}`)} ${help}`,
		);
		return widthOf(long!) <= columns ? long! : short!;
	};
}

type Hazards = Pick<MigrationStatus, 'warnings' | 'losesData'>;

/** `!!` if one of them would lose data, `!` if one has another hazard. */
function hazardMark(migrations: Hazards[]): string {
	if (migrations.some(({losesData}) => losesData)) return paint('error', '!!');
	return migrations.some(({warnings}) => warnings.length > 0) ? paint('warning', '!') : '';
}
