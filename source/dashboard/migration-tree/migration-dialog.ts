import type {MigrationStatus} from '../../runs/project-status.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {runText} from '../commands/command.ts';
import {copied} from '../drawing/foreign-text.ts';
import {isKeyOf} from '../input/key-names.ts';
import {copy} from '../programs/copy.ts';
import {editFile} from '../programs/foreground.ts';
import type {Preview, PreviewRequest} from '../sql/preview.ts';
import type {Previews} from '../sql/previews.ts';
import {Dialog} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import {readMigrationText} from './migration-file.ts';

export const tabs = ['SQL up', 'SQL down', 'File', 'Difference'] as const;
type Tab = (typeof tabs)[number];
const noFile = 'This migration has no file.';
const missingFile = 'The file of this migration is missing. Restore it to see this.';

/** One migration: its SQL in both directions, its file, and how that was edited since it was applied. */
export class MigrationDialog extends Dialog {
	readonly #app: string;
	readonly #name: string;
	readonly previews: Previews;
	/** Of the tabs without SQL. */
	readonly #texts: Partial<Record<Tab, string>> = {};
	/** Those that are not wanted any more once it is closed. */
	readonly #wanted = new Map<Tab, () => void>();
	/** The file's text is a copy. */
	#isKept = false;
	#tab: Tab = 'SQL up';

	constructor(session: Session, previews: Previews, app: string, name: string) {
		super(session);
		this.previews = previews;
		this.#app = app;
		this.#name = name;
	}

	override start(): void {
		this.#show('SQL up');
	}

	override closed(): void {
		for (const end of this.#wanted.values()) end();
	}

	/** The file may have been edited. */
	override settle(): void {
		const before = this.#texts.File;
		if (before === undefined || this.migration?.missingFile) return;
		this.#readFile();
		if (this.#texts.File === before) return;
		delete this.#texts.Difference;
		this.changed();
	}

	press(key: Key): boolean {
		if (key.name === 'Tab' || key.name === 'Right') this.#turn(1);
		else if (key.name === 'S-Tab' || key.name === 'Left') this.#turn(-1);
		else if (isKeyOf('edit', key.name) && this.file) editFile(this.session, this.file);
		else if (isKeyOf('copy', key.name)) this.#copy();
		else return this.closeOrScroll(key, false);
		return true;
	}

	get tab(): Tab {
		return this.#tab;
	}

	/** Missing until it is read. */
	get text(): string | undefined {
		const {preview} = this;
		return preview
			? preview.text || preview.notes.join('\n') || 'No statements.'
			: this.#texts[this.#tab];
	}

	/** Of a tab with SQL, once it is read. */
	get preview(): Preview | undefined {
		const tab = this.#tab;
		return this.#wanted.has(tab) ? this.previews.current(this.#request(tab)) : undefined;
	}

	/** The shown text is the copy from when the migration was applied. */
	get showsCopy(): boolean {
		return this.#tab === 'File' && this.#isKept;
	}

	get id(): string {
		return `${this.#app}.${this.#name}`;
	}

	/** From the current status: it may be gone. */
	get migration(): MigrationStatus | undefined {
		return this.session.migration(this.id);
	}

	get file(): string | undefined {
		return this.migration?.path;
	}

	#copy(): void {
		const text = copied(this.text ?? '').trimEnd();
		if (text) copy(this.session, {label: this.#tab, text});
	}

	#turn(step: 1 | -1): void {
		this.#show(tabs[(tabs.indexOf(this.#tab) + step + tabs.length) % tabs.length]!);
	}

	#show(tab: Tab): void {
		this.#tab = tab;
		this.scrollTo(0);
		if (this.#texts[tab] === undefined && !this.#wanted.has(tab)) this.#read(tab);
		this.changed();
	}

	#read(tab: Tab): void {
		if (tab === 'File') this.#readFile();
		else if (this.migration?.missingFile) this.#texts[tab] = missingFile;
		else if (tab === 'Difference') this.#readDifference();
		else if (!this.file) this.#texts[tab] = noFile;
		else this.#wanted.set(tab, this.previews.want(this.#request(tab)));
	}

	#readFile(): void {
		const found = readMigrationText(this.session.root, this.id, this.file);
		this.#texts.File = found?.text ?? noFile;
		this.#isKept = found?.isKept ?? false;
	}

	#request(tab: Tab): PreviewRequest {
		return {migration: this.id, backwards: tab === 'SQL down'};
	}

	#readDifference(): void {
		const words = ['sqlmigrate', this.#app, this.#name, '--diff'];
		let text = '';
		const child = runText(this.session.root, words, part => {
			text += part;
		});
		child.ended.then(({stderr}) => {
			this.#texts.Difference = text || stderr || 'No statements.';
			this.changed();
		});
	}
}
