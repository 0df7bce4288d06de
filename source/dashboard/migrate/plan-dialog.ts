import type {PlanStep, Question} from '../../runs/events.ts';
import type {RunEnd} from '../../runs/start-run.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {type CommandLineOut, type RunningCommand, runCommand} from '../commands/command.ts';
import {withoutRehearsal} from '../commands/command-words.ts';
import {Consent} from '../dialogs/consent.ts';
import {isKeyOf} from '../input/key-names.ts';
import {MakeMigrationsDialog} from '../make/dialog.ts';
import {editFile} from '../programs/foreground.ts';
import {formattedEach, loadFormatter} from '../sql/formatted.ts';
import {Dialog} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import {doneSteps, losesData, type Plan, splittableIn} from './plan.ts';
import {PlannedFiles} from './planned-files.ts';
import {startMigrate} from './run-dialog.ts';
import {splitMigration} from './split-migration.ts';
import {UnfinishedDialog} from './unfinished-dialog.ts';

type Phase = 'planning' | 'splitting' | 'nothing' | 'plan' | 'failed';

interface Failure {
	message: string;
	hint?: string;
	code?: string;
}

/** The plan of a migrate: SQL, hazards and consent. An unfinished migration has to be resolved first. */
export class MigrateDialog extends Dialog {
	readonly words: string[];
	/** The files that a migration of an earlier plan was split into. */
	readonly written: string[];
	#phase: Phase = 'planning';
	#plan: Plan;
	#failure: Failure | undefined;
	#unfinished: Question | undefined;
	#process: RunningCommand | undefined;
	#consent: Consent | undefined;
	readonly #files: PlannedFiles;
	/** In which row each step begins, as it was last drawn. */
	firstRows: number[] = [];
	/** How many of its steps the status says are done: it may be older than the plan. */
	#done = 0;

	/** @param words what follows `migrate` @param written files to name above the plan */
	constructor(session: Session, words: string[] = [], written: string[] = []) {
		super(session);
		this.words = words;
		this.written = written;
		this.#files = new PlannedFiles(session);
		this.#plan = {steps: [], target: '', fake: words.includes('--fake')};
	}

	override start(): void {
		const words = ['migrate', ...this.words, '--plan'];
		this.#process = runCommand(this.session.root, words, event => this.#take(event));
		this.#process.ended.then(end => this.#planned(end));
		loadFormatter().catch(() => {});
	}

	async #planned({exitCode, stderr}: RunEnd): Promise<void> {
		const statements = this.#plan.steps.flatMap(({sql = []}) => sql);
		const driver = this.session.project?.database.driver ?? '';
		this.#plan.shown = await formattedEach(statements, driver);
		if (!this.#process) return;
		if (this.#unfinished) this.#goTo(this.#unfinishedDialog(this.#unfinished));
		else if (this.#plan.steps.length > 0) this.#phase = 'plan';
		else this.#phase = exitCode === 0 ? 'nothing' : 'failed';
		if (this.#phase === 'plan') this.#ask();
		this.#failure ??= {message: stderr || `migrate --plan exited with code ${exitCode}.`};
		this.changed();
	}

	get phase(): Phase {
		return this.#phase;
	}

	get plan(): Plan {
		return this.#plan;
	}

	/** Why there is no plan, or why nothing was split. */
	get failure(): Failure | undefined {
		return this.#failure;
	}

	/** To the plan, once it is there. */
	get consent(): Consent | undefined {
		return this.#consent;
	}

	get isConflict(): boolean {
		return this.#failure?.code === 'migration-conflict';
	}

	/** While a name is typed, letters are no keys. */
	get canSplit(): boolean {
		return !this.field && !this.session.readOnly && splittableIn(this.#plan) !== undefined;
	}

	get canRehearse(): boolean {
		return !this.field && !this.session.readOnly && !this.#plan.fake;
	}

	/** Whose rows are at the top; at the end, the last one. */
	get stepInSight(): PlanStep | undefined {
		const {steps} = this.#plan;
		const {top, visible, count} = this.viewport;
		if (top > 0 && top + visible >= count) return steps.at(-1);
		return steps[
			Math.max(
				0,
				this.firstRows.findLastIndex(row => row <= top),
			)
		];
	}

	/** Of that step, for an editor. */
	get file(): string | undefined {
		const {migration = ''} = this.stepInSight ?? {};
		return this.field ? undefined : this.session.migration(migration)?.path;
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

	/** Another run has done a part of it, or a file was edited. */
	override settle(): void {
		if (this.#phase === 'plan' && this.#isStale()) this.#goTo(this.#again());
	}

	press(key: Key): boolean {
		if (this.#consent) return this.#pressPlan(this.#consent, key);
		if (this.#phase === 'failed' && key.name === 'r') this.#goTo(this.#again());
		else if (this.isConflict && isKeyOf('makemigrations', key.name))
			this.#goTo(new MakeMigrationsDialog(this.session, ['--merge']));
		else return this.closeOrScroll(key);
		return true;
	}

	#take(event: CommandLineOut): void {
		if (event.type === 'plan') this.#plan = {...this.#plan, ...event};
		else if (event.type === 'error') this.#failure = event;
		else if (event.type === 'question') this.#unfinished = event;
	}

	#isStale(): boolean {
		const {steps} = this.#plan;
		return doneSteps(this.#plan, this.session) > this.#done || this.#files.haveChanged(steps);
	}

	#ask(): void {
		this.#consent = new Consent(this.session, losesData(this.#plan));
		this.field = this.#consent.field;
		this.#done = doneSteps(this.#plan, this.session);
	}

	#pressPlan(consent: Consent, key: Key): boolean {
		if (consent.isGivenBy(key)) this.#runOrPlanAgain(consent.flags);
		else if (!this.field && (key.name === 'n' || key.name === 'q')) this.close();
		else if (key.name === 'w' && this.canSplit) void this.#split(splittableIn(this.#plan)!);
		else if (key.name === 'r' && this.canRehearse) this.#rehearse();
		else if (isKeyOf('edit', key.name) && this.file) editFile(this.session, this.file);
		else return this.closeOrScroll(key);
		return true;
	}

	#rehearse(): void {
		this.close();
		startRehearsal(this.session, [...this.words, '--rehearse']);
	}

	/** Shows the plan of what was written. */
	async #split(migration: string): Promise<void> {
		this.#consent = undefined;
		this.#phase = 'splitting';
		this.changed();
		const {written, failure} = await splitMigration(this.session.root, migration);
		if (!this.#process) return;
		if (!failure) return this.#goTo(new MigrateDialog(this.session, this.words, written));
		this.#phase = 'failed';
		this.#failure = failure;
		this.changed();
	}

	#unfinishedDialog(question: Question): Dialog {
		const migrate = {words: this.words, again: () => this.#again()};
		return new UnfinishedDialog(this.session, question, this.#plan, migrate);
	}

	#goTo(dialog: Dialog): void {
		this.close();
		dialog.open();
	}

	#again(): MigrateDialog {
		return new MigrateDialog(this.session, this.words);
	}

	/** What was not shown does not run. */
	#runOrPlanAgain(flags: string[]): void {
		if (this.#files.haveChanged(this.#plan.steps)) this.#goTo(this.#again());
		else this.#run(flags);
	}

	#run(flags: string[]): void {
		this.close();
		const {steps, rehearsal, fake} = this.#plan;
		const migrate = {
			words: this.words,
			expected: steps,
			rehearsal: fake ? undefined : rehearsal,
			again: () => this.#again(),
		};
		startMigrate(this.session, migrate, [], flags);
	}
}

/** Runs the plan on a copy of the database, and then shows it with the times. @param words what follows `migrate` */
export function startRehearsal(session: Session, words: string[]): void {
	const again = () => new MigrateDialog(session, withoutRehearsal(words));
	startMigrate(session, {words, again}, [], []);
}
