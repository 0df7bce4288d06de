import type {Question} from '../../runs/events.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {type CommandLineOut, type RunningCommand, runCommand} from '../commands/command.ts';
import {withoutRehearsal} from '../commands/command-words.ts';
import {Consent} from '../dialogs/consent.ts';
import {messagePicture} from '../dialogs/message.ts';
import {databaseText, safe} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import type {Size} from '../drawing/layout.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {isKeyOf, keyOf} from '../input/key-names.ts';
import {MakeMigrationsDialog} from '../make/dialog.ts';
import {Dialog, type Picture, type Row, widthFor} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import {type Plan, planRows, planSummary, warningRows} from './plan-rows.ts';
import {startMigrate} from './run-dialog.ts';
import {UnfinishedDialog} from './unfinished-dialog.ts';

type Phase = 'planning' | 'splitting' | 'nothing' | 'plan' | 'failed';

/** The plan of a migrate: SQL, hazards and consent. An unfinished migration has to be resolved first. */
export class MigrateDialog extends Dialog {
	readonly #words: string[];
	#phase: Phase = 'planning';
	#plan: Plan;
	#failure: {message: string; hint?: string; code?: string} | undefined;
	#unfinished: Question | undefined;
	#process: RunningCommand | undefined;
	#consent: Consent | undefined;
	/** How many of its steps the status says are done: it may be older than the plan. */
	#done = 0;
	/** The files that a migration of an earlier plan was split into. */
	readonly #written: string[];

	/** @param words what follows `migrate` @param written files to name above the plan */
	constructor(session: Session, words: string[] = [], written: string[] = []) {
		super(session);
		this.#words = words;
		this.#written = written;
		this.#plan = {steps: [], target: '', fake: words.includes('--fake')};
	}

	override start(): void {
		const words = ['migrate', ...this.#words, '--plan'];
		this.#process = runCommand(this.session.root, words, event => this.#take(event));
		this.#process.ended.then(({exitCode, stderr}) => {
			if (!this.#process) return;
			if (this.#unfinished) this.#goTo(this.#unfinishedDialog(this.#unfinished));
			else if (this.#plan.steps.length > 0) this.#phase = 'plan';
			else this.#phase = exitCode === 0 ? 'nothing' : 'failed';
			if (this.#phase === 'plan') this.#ask();
			this.#failure ??= {message: stderr || `migrate --plan exited with code ${exitCode}.`};
			this.changed();
		});
	}

	override get isFinished(): boolean {
		return this.#phase === 'nothing' || this.#phase === 'failed';
	}

	/** The database name is asked once the plan is there. */
	override get awaitsText(): boolean {
		return this.#phase === 'planning' && this.session.isProduction;
	}

	override closed(): void {
		if (this.#phase === 'planning') this.#process?.interrupt();
		this.#process = undefined;
	}

	/** Another run has done a part of it. */
	override settle(): void {
		if (this.#phase === 'plan' && this.#doneSteps > this.#done) this.#goTo(this.#again());
	}

	press(key: Key): boolean {
		if (this.#consent) return this.#pressPlan(this.#consent, key);
		if (this.#phase === 'failed' && key.name === 'r') this.#goTo(this.#again());
		else if (this.#isConflict && isKeyOf('makemigrations', key.name))
			this.#goTo(new MakeMigrationsDialog(this.session, ['--merge']));
		else return this.closeOrScroll(key);
		return true;
	}

	override draw(size: Size): Picture {
		const columns = widthFor(size.columns, 110);
		const title = ['Migrate', ...this.#words].join(' ');
		switch (this.#phase) {
			case 'planning':
				return {title, columns, rows: [`Making the plan ${glyphs.ellipsis}`]};
			case 'splitting':
				return {title, columns, rows: [`Writing the safer way ${glyphs.ellipsis}`]};
			case 'nothing':
				return this.#drawNothing(title, widthFor(size.columns, 60));
			case 'failed':
				return this.#drawFailure(title, columns);
			default:
				return this.#drawPlan(title, columns);
		}
	}

	#drawNothing(title: string, columns: number): Picture {
		const [app, target] = this.#words.filter(word => !word.startsWith('-'));
		const message =
			target === undefined
				? 'No migrations to apply.'
				: `${app} is already at ${target}: nothing to apply or unapply.`;
		return messagePicture({title, columns}, {message});
	}

	#take(event: CommandLineOut): void {
		if (event.type === 'plan') this.#plan = {...this.#plan, ...event};
		else if (event.type === 'error') this.#failure = event;
		else if (event.type === 'question') this.#unfinished = event;
	}

	get #doneSteps(): number {
		const isDone = ({migration, direction}: Plan['steps'][number]) => {
			const known = this.session.migration(migration);
			return known !== undefined && (known.applied !== null) === (direction === 'forwards');
		};
		return this.#plan.steps.filter(isDone).length;
	}

	get #losesData(): boolean {
		return this.#plan.steps.some(({losesData}) => losesData);
	}

	#ask(): void {
		this.#consent = new Consent(this.session, this.#losesData);
		this.field = this.#consent.field;
		this.#done = this.#doneSteps;
	}

	#pressPlan(consent: Consent, key: Key): boolean {
		if (consent.isGivenBy(key)) this.#run(consent.flags);
		else if (!this.field && (key.name === 'n' || key.name === 'q')) this.close();
		else if (!this.field && key.name === 'w' && this.#splittable) this.#split(this.#splittable);
		else if (!this.field && key.name === 'r' && this.#canBeRehearsed) this.#rehearse();
		else return this.closeOrScroll(key);
		return true;
	}

	get #canBeRehearsed(): boolean {
		return !this.session.readOnly && !this.#plan.fake;
	}

	#rehearse(): void {
		this.close();
		startRehearsal(this.session, [...this.#words, '--rehearse']);
	}

	/** A migration with a hazard whose safer way can be written. */
	get #splittable(): string | undefined {
		if (this.session.readOnly) return undefined;
		return this.#plan.steps.find(({warnings}) => warnings.some(({way}) => way))?.migration;
	}

	/** Shows the plan of what was written. */
	#split(migration: string): void {
		const [app = '', name = ''] = migration.split('.');
		const written: string[] = [];
		this.#consent = undefined;
		this.#phase = 'splitting';
		this.#process = runCommand(this.session.root, ['splitmigration', app, name], event => {
			if (event.type === 'migration-written') written.push(event.path);
			else this.#take(event);
		});
		this.#process.ended.then(({exitCode, stderr}) => {
			if (!this.#process) return;
			if (exitCode === 0) return this.#goTo(new MigrateDialog(this.session, this.#words, written));
			this.#phase = 'failed';
			this.#failure ??= {message: stderr || `splitmigration exited with code ${exitCode}.`};
			this.changed();
		});
		this.changed();
	}

	#unfinishedDialog(question: Question): Dialog {
		const migrate = {words: this.#words, again: () => this.#again()};
		return new UnfinishedDialog(this.session, question, this.#plan, migrate);
	}

	#goTo(dialog: Dialog): void {
		this.close();
		dialog.open();
	}

	#again(): MigrateDialog {
		return new MigrateDialog(this.session, this.#words);
	}

	get #isConflict(): boolean {
		return this.#failure?.code === 'migration-conflict';
	}

	#run(flags: string[]): void {
		this.close();
		const migrate = {
			words: this.#words,
			expected: this.#plan.steps,
			again: () => this.#again(),
		};
		startMigrate(this.session, migrate, [], flags);
	}

	#drawPlan(title: string, columns: number): Picture {
		const inside = columns - 4;
		const {project, problems, activities} = this.session;
		const place = databaseText(project!.database);
		return {
			title: `${title}: ${planSummary(this.#plan)}, ${place}`,
			columns,
			rows: [
				...this.#written.map(file => paint('applied', `Written: ${safe(file)}`)),
				...warningRows(problems, activities.running, inside),
				...planRows(this.#plan, inside),
			],
			below: ['', ...this.#asked(inside)],
			meaning: this.field && 'error',
		};
	}

	#asked(inside: number): Row[] {
		const isSplit = !this.field && this.#splittable !== undefined;
		const hints = [
			...(isSplit ? [keyHint('w', 'write the safer way')] : []),
			...(!this.field && this.#canBeRehearsed ? [keyHint('r', 'rehearse')] : []),
			...[keyHint('Esc', 'cancel'), keyHint('j k PgDn', 'scroll')],
		];
		const why = [
			...(this.#losesData ? ['Data will be lost.'] : []),
			...(this.session.isProduction ? ['This is PRODUCTION.'] : []),
		];
		return this.#consent!.rows(inside, hints, why);
	}

	#drawFailure(title: string, columns: number): Picture {
		return messagePicture({title, columns, meaning: 'error'}, this.#failure!, [
			...(this.#isConflict ? [keyHint(keyOf('makemigrations'), 'merge')] : []),
			keyHint('r', 'plan again'),
		]);
	}
}

/** Runs the plan on a copy of the database, and then shows it with the times. @param words what follows `migrate` */
export function startRehearsal(session: Session, words: string[]): void {
	const again = () => new MigrateDialog(session, withoutRehearsal(words));
	startMigrate(session, {words, again}, [], []);
}
