import type {MigrationStatus} from '../../runs/project-status.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {runText} from '../commands/command.ts';
import {copied} from '../drawing/foreign-text.ts';
import {isKeyOf} from '../input/key-names.ts';
import {copy} from '../programs/copy.ts';
import {editFile} from '../programs/foreground.ts';
import {Dialog} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import {readMigrationText} from './migration-file.ts';

export const tabs = ['SQL up', 'SQL down', 'File', 'Difference'] as const;
type Tab = (typeof tabs)[number];
/** Options of `sqlmigrate`. */
const options = {'SQL up': [], 'SQL down': ['--backwards'], Difference: ['--diff']};

const noFile = 'This migration has no file.';
const missingFile = 'The file of this migration is missing. Restore it to see this.';
/** One migration: its SQL in both directions, its file, and how that was edited since it was applied. */
export class MigrationDialog extends Dialog {
	readonly #app: string;
	readonly #name: string;
	readonly #texts: Partial<Record<Tab, string>> = {};
	/** The file's text is a copy. */
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
		return this.#texts[this.#tab];
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
		const isRead = this.#texts[tab] !== undefined;
		if (tab === 'File' && !isRead) this.#readFile();
		else if (this.migration?.missingFile && !isRead) this.#texts[tab] = missingFile;
		else if (tab !== 'File' && !isRead) this.#readOutput(tab);
		this.changed();
	}

	#readFile(): void {
		const found = readMigrationText(this.session.root, this.id, this.file);
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
