import {warningText} from '../../runs/events.ts';
import type {MigrationStatus} from '../../runs/project-status.ts';
import type {Meaning} from '../../terminal/colours.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {runText} from '../commands/command.ts';
import {fit, wrap} from '../drawing/cells.ts';
import {copied, paragraph, safe} from '../drawing/foreign-text.ts';
import {closeHint, keyHint, keyRows} from '../drawing/key-hints.ts';
import type {Size} from '../drawing/layout.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {isKeyOf, keyOf} from '../input/key-names.ts';
import {copy} from '../programs/copy.ts';
import {editFile} from '../programs/foreground.ts';
import {Dialog, type Picture, widthFor} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import {readMigrationText} from './migration-file.ts';

const tabs = ['SQL up', 'SQL down', 'File', 'Difference'] as const;
type Tab = (typeof tabs)[number];
/** Options of `sqlmigrate`. */
const options = {'SQL up': [], 'SQL down': ['--backwards'], Difference: ['--diff']};

const noFile = 'This migration has no file.';
const missingFile = 'The file of this migration is missing. Restore it to see this.';
const keptNote = 'The file is missing. Its content when it was applied:';
/** Lines of a difference by their start; headings come before the lines they resemble. */
const meanings: [start: string, meaning: Meaning][] = [
	['--- ', 'strong'],
	['+++ ', 'strong'],
	['-', 'removed'],
	['+', 'added'],
	['…', 'quiet'],
];

/** One migration: its SQL in both directions, its file, and how that was edited since it was applied. */
export class MigrationDialog extends Dialog {
	readonly #app: string;
	readonly #name: string;
	readonly #texts: Partial<Record<Tab, string>> = {};
	/** The text is the copy from when the migration was applied. */
	#isKept = false;
	#tab: Tab = 'SQL up';

	constructor(session: Session, app: string, name: string) {
		super(session);
		this.#app = app;
		this.#name = name;
	}

	override start(): void {
		this.#show('SQL up');
	}

	override draw({columns, rows}: Size): Picture {
		const width = widthFor(columns, 110);
		const bar = tabs.map(tab =>
			tab === this.#tab ? paint('focus', `[${tab}]`) : paint('quiet', ` ${tab} `),
		);
		return {
			title: safe(this.#id),
			columns: width,
			rows: [bar.join(' '), '', ...this.#notes(width - 4, rows), ...this.#lines(width - 4)],
			below: ['', ...keyRows(this.#hints(), width - 4)],
		};
	}

	press(key: Key): boolean {
		if (key.name === 'Tab' || key.name === 'Right') this.#turn(1);
		else if (key.name === 'S-Tab' || key.name === 'Left') this.#turn(-1);
		else if (isKeyOf('edit', key.name) && this.#file) editFile(this.session, this.#file);
		else if (isKeyOf('copy', key.name)) this.#copy();
		else return this.closeOrScroll(key, false);
		return true;
	}

	get #id(): string {
		return `${this.#app}.${this.#name}`;
	}

	/** From the current status: it may be gone. */
	get #migration(): MigrationStatus | undefined {
		return this.session.migration(this.#id);
	}

	get #file(): string | undefined {
		return this.#migration?.path;
	}

	#hints(): string[] {
		const edit = this.#file ? [keyHint(keyOf('edit'), 'edit')] : [];
		return [keyHint('Tab', 'next'), ...edit, keyHint(keyOf('copy'), 'copy'), closeHint()];
	}

	/** Hazards, if the SQL leaves room for them; or that the text is a copy. */
	#notes(columns: number, rows: number): string[] {
		if (this.#tab === 'File' && this.#isKept) return [...paragraph(keptNote, columns, 'error'), ''];
		const {warnings = []} = this.#migration ?? {};
		if (this.#tab !== 'SQL up' || warnings.length === 0 || warnings.length > rows - 12) return [];
		return [...hazardRows(this.#migration!, columns), ''];
	}

	#lines(columns: number): string[] {
		const text = this.#texts[this.#tab] ?? `Reading ${glyphs.ellipsis}`;
		const lines = safe(text).trimEnd().split('\n');
		return lines.flatMap(line => {
			const found = meanings.find(([start]) => line.startsWith(start));
			const rows = wrap(line, columns);
			return found && this.#tab === 'Difference' ? rows.map(row => paint(found[1], row)) : rows;
		});
	}

	#copy(): void {
		const text = copied(this.#texts[this.#tab] ?? '').trimEnd();
		if (text) copy(this.session, {label: this.#tab, text});
	}

	#turn(step: 1 | -1): void {
		this.#show(tabs[(tabs.indexOf(this.#tab) + step + tabs.length) % tabs.length]!);
	}

	#show(tab: Tab): void {
		this.#tab = tab;
		this.scrollTo(0);
		const isRead = this.#texts[tab] !== undefined;
		if (tab === 'File' && !isRead) this.#readFile();
		else if (this.#migration?.missingFile && !isRead) this.#texts[tab] = missingFile;
		else if (tab !== 'File' && !isRead) this.#readOutput(tab);
		this.changed();
	}

	#readFile(): void {
		const found = readMigrationText(this.session.root, this.#id, this.#file);
		this.#texts.File = found?.text ?? noFile;
		this.#isKept = found?.isKept ?? false;
	}

	#readOutput(tab: Exclude<Tab, 'File'>): void {
		const words = ['sqlmigrate', this.#app, this.#name, ...options[tab]];
		let text = '';
		const child = runText(this.session.root, words, part => {
			text += part;
		});
		child.ended.then(({stderr}) => {
			this.#texts[tab] = text || stderr || 'No statements.';
			this.changed();
		});
	}
}

function hazardRows(migration: MigrationStatus, columns: number): string[] {
	return migration.warnings.map(warning => {
		const [mark, meaning] = warning.losesData
			? (['!!', 'error'] as const)
			: (['!', 'warning'] as const);
		return paint(meaning, fit(`${mark} ${safe(warningText(warning))}`, columns));
	});
}
