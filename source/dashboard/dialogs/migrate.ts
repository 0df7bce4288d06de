import type {Event, MigrationFailed, PlanStep} from '../../runs/events.ts';
import {followRun, type RunEnd, type StartedRun} from '../../runs/start-run.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {fit, wrap} from '../cells.ts';
import {type CommandLineOut, type RunningCommand, runCommand} from '../command.ts';
import type {Dashboard} from '../dashboard.ts';
import type {Key} from '../keystrokes.ts';
import type {Size} from '../layout.ts';
import {database} from '../panes/header.ts';
import {glyphs, paint} from '../theme.ts';
import {duration} from '../times.ts';
import {Dialog, newField, type Picture, type Row, widthFor} from './dialog.ts';

type Phase = 'planning' | 'nothing' | 'plan' | 'running' | 'done' | 'failed';
type StepState = {state: 'waiting' | 'running' | 'done' | 'failed'; milliseconds?: number};

/**
 * The plan with its SQL, then the run: a process of its own that this dialog only follows. Closing
 * it, or the dashboard, does not touch the run; ^C asks it to end after its migration.
 */
export class MigrateDialog extends Dialog {
	readonly #dashboard: Dashboard;
	readonly #words: string[];
	#phase: Phase = 'planning';
	#steps: PlanStep[] = [];
	#target = '';
	readonly #states = new Map<string, StepState>();
	#failed: MigrationFailed | undefined;
	#message = '';
	#hint = '';
	#waitingFor = '';
	#planning: RunningCommand | undefined;
	#run: StartedRun | undefined;
	#interrupted = false;

	/** @param words what follows `migrate` */
	constructor(dashboard: Dashboard, words: string[] = []) {
		super();
		this.#dashboard = dashboard;
		this.#words = words;
	}

	start(): void {
		const words = ['migrate', ...this.#words, '--plan'];
		this.#planning = runCommand(this.#dashboard.root, words, event => this.#planned(event));
		this.#planning.ended.then(({exitCode, complaint}) => {
			if (this.#steps.length > 0) this.#showPlan();
			else if (exitCode === 0) this.#phase = 'nothing';
			else this.#fail(complaint || `migrate --plan ended with ${exitCode}.`);
			this.changed();
		});
	}

	override get isFinished(): boolean {
		return this.#phase === 'nothing' || this.#phase === 'done' || this.#phase === 'failed';
	}

	override closed(): void {
		if (this.#phase === 'planning') this.#planning?.interrupt();
	}

	override cancel(): boolean {
		if (this.#phase !== 'running') return false;
		this.#interrupted = true;
		this.#run?.interrupt();
		this.changed();
		return true;
	}

	press(key: Key): boolean {
		if (key.name === 'Esc') return this.#close();
		if (this.#phase === 'plan') return this.#pressPlan(key);
		if (this.isFinished && (key.name === 'Enter' || key.name === 'q')) return this.#close();
		return this.scroll(key);
	}

	draw(size: Size): Picture {
		const columns = widthFor(size.columns, 110);
		const inside = columns - 4;
		switch (this.#phase) {
			case 'planning':
				return {title: 'Migrate', columns, rows: [`Making the plan ${glyphs.ellipsis}`]};
			case 'nothing':
				return {
					title: 'Migrate',
					columns: Math.min(columns, 60),
					rows: ['No migrations to apply.'],
					below: ['', closeKey()],
				};
			case 'plan':
				return this.#drawPlan(columns, inside);
			default:
				return this.#drawRun(columns, inside);
		}
	}

	#planned(event: CommandLineOut): void {
		if (event.type === 'plan') {
			this.#steps = event.steps;
			this.#target = event.target;
		} else if (event.type === 'error') {
			[this.#message, this.#hint] = [event.message, event.hint ?? ''];
		}
	}

	#showPlan(): void {
		this.#phase = 'plan';
		if (this.#losesData || this.#isProduction) this.field = newField('database');
	}

	get #isProduction(): boolean {
		return this.#dashboard.status.snapshot().status?.environment === 'production';
	}

	get #losesData(): boolean {
		return this.#steps.some(({losesData}) => losesData);
	}

	get #databaseName(): string {
		return this.#dashboard.status.snapshot().status?.database.name ?? '';
	}

	#pressPlan(key: Key): boolean {
		if (!this.field) {
			if (key.name === 'y') this.#migrate();
			else if (key.name === 'n' || key.name === 'q') this.#close();
			else return this.scroll(key);
			return true;
		}
		if (key.name === 'Enter') {
			if (this.field.value === this.#databaseName) this.#migrate(this.#allowing);
			return true;
		}
		return this.scroll(key);
	}

	/** What the typed name of the database has said yes to. */
	get #allowing(): string[] {
		return [
			...(this.#losesData ? ['--allow-data-loss'] : []),
			...(this.#isProduction ? ['--allow-production'] : []),
		];
	}

	#migrate(flags: string[] = []): void {
		this.#phase = 'running';
		this.field = undefined;
		this.top = 0;
		for (const {migration} of this.#steps) this.#states.set(migration, {state: 'waiting'});
		const words = ['migrate', ...this.#words, ...flags];
		const run = followRun(this.#dashboard.root, words, event => this.#happened(event));
		this.#run = run;
		this.#dashboard.runs.add(run);
		run.ended.then(end => {
			this.#dashboard.runs.delete(run);
			this.#ended(end);
		});
		this.changed();
	}

	#happened(event: Event): void {
		switch (event.type) {
			case 'waiting-for-lock':
				this.#waitingFor = event.holder;
				break;
			case 'applying':
			case 'unapplying':
				this.#waitingFor = '';
				this.#states.set(event.migration, {state: 'running'});
				break;
			case 'applied':
			case 'unapplied':
			case 'faked':
				this.#states.set(event.migration, {state: 'done', milliseconds: event.milliseconds});
				break;
			case 'failed':
				this.#failed = event;
				this.#states.set(event.migration, {state: 'failed'});
				break;
			case 'run-ended':
				this.#ended({exitCode: event.exitCode, complaint: ''});
				break;
			case 'error':
				[this.#message, this.#hint] = [event.message, event.hint ?? ''];
				break;
			case 'question':
				[this.#message, this.#hint] = [event.text, `Answer it with migrate ${event.flag}.`];
				break;
			default:
				return;
		}
		this.changed();
	}

	/** Told by the journal, or by the process where it died without a last word. */
	#ended({exitCode, complaint}: RunEnd): void {
		if (this.#phase !== 'running') return;
		const done = [...this.#states.values()].filter(({state}) => state === 'done').length;
		const backwards = this.#steps.some(({direction}) => direction === 'backwards');
		if (done > 0)
			this.#dashboard.did(backwards ? 'migration unapplied' : 'migration applied', done);
		if (exitCode === 0) this.#phase = 'done';
		else this.#fail(complaint || `migrate ended with ${exitCode}.`);
		this.changed();
	}

	#fail(otherwise: string): void {
		this.#phase = 'failed';
		if (!this.#failed) this.#message ||= otherwise;
	}

	#drawPlan(columns: number, inside: number): Picture {
		const rows: Row[] = [paint('strong', `  ${safe(this.#target)}`), ''];
		for (const {migration, direction, warnings, sql = []} of this.#steps) {
			const mark = direction === 'backwards' ? '-' : '+';
			rows.push(
				`${mark} ${paint('strong', safe(migration))}${direction === 'backwards' ? '  unapply' : ''}`,
			);
			rows.push(
				...warnings
					.flatMap(text => wrap(`  !! ${safe(text)}`, inside))
					.map(line => paint('alarm', line)),
			);
			rows.push(...sql.flatMap(statement => sqlRows(statement, inside)));
		}
		return {
			title: `Migrate: ${this.#steps.length} migration(s), ${database(this.#status)}`,
			columns,
			rows: ['Operations to perform:', ...rows],
			below: ['', ...this.#consent(inside)],
			meaning: this.#losesData ? 'alarm' : undefined,
		};
	}

	get #status() {
		return this.#dashboard.status.snapshot().status!.database;
	}

	#consent(inside: number): Row[] {
		if (!this.field) {
			return [
				`${paint('key', 'y')} run it   ${paint('key', 'Esc')} cancel   ${paint('key', 'j k PgDn')} scroll`,
			];
		}
		const name = this.#databaseName;
		const reason = this.#losesData ? 'Data will be lost.' : 'This is PRODUCTION.';
		const before = `${reason} Type the database name to go on: `;
		const columns = Math.max(8, Math.min(inside - before.length, name.length + 8));
		return [
			{before: paint('alarm', before), field: this.field, columns},
			`${paint('strong', safe(name))}   ${paint('key', 'Enter')} works on a match only   ${paint('key', 'Esc')} cancel`,
		];
	}

	#drawRun(columns: number, inside: number): Picture {
		const states = [...this.#states];
		const done = states.filter(([, {state}]) => state === 'done').length;
		const width = Math.max(12, ...states.map(([migration]) => migration.length));
		const rows: Row[] = states.length > 0 ? [bar(done, states.length, inside), ''] : [];
		rows.push(...states.map(([migration, step]) => stepRow(migration, step, width)));
		if (this.#waitingFor) {
			rows.push('', paint('warning', `Waiting for another run to end: ${safe(this.#waitingFor)}`));
		}
		rows.push(...this.#failureRows(inside));
		return {
			title: titleOf(this.#phase, done, states.length),
			columns,
			rows,
			below: ['', this.#runKeys()],
			meaning: this.#phase === 'failed' ? 'alarm' : undefined,
		};
	}

	#runKeys(): string {
		if (this.#phase !== 'running') return closeKey();
		if (this.#interrupted) return paint('warning', 'It ends after this migration.');
		return `${paint('key', '^C')} cancel after this one   ${paint('key', 'Esc')} close, the run goes on`;
	}

	#failureRows(inside: number): string[] {
		if (this.#phase !== 'failed') return [];
		const red = (text: string) => wrap(safe(text), inside).map(line => paint('alarm', line));
		if (!this.#failed) {
			return ['', ...red(this.#message), ...(this.#hint ? wrap(safe(this.#hint), inside) : [])];
		}
		const {statement, sql, message, rolledBack, alreadyExecuted} = this.#failed;
		return [
			'',
			`Statement ${statement}:`,
			...sqlRows(sql, inside),
			...red(message),
			'',
			...(rolledBack
				? ['Everything this migration did was rolled back.']
				: alreadyExecuted.length > 0
					? [
							paint('alarm', 'NOT rolled back, still in the database:'),
							...alreadyExecuted.flatMap(text => sqlRows(text, inside)),
						]
					: ['Nothing of it was executed.']),
			...(this.#hint ? wrap(safe(this.#hint), inside) : []),
		];
	}

	#close(): boolean {
		this.#dashboard.closeDialog(this);
		return true;
	}
}

function titleOf(phase: Phase, done: number, total: number): string {
	if (phase === 'failed') return 'Migrate: FAILED';
	return phase === 'done'
		? `Migrate: ${done} of ${total} done`
		: `Migrating: ${done} of ${total} done`;
}

/** `[██████░░░░]  66%` */
export function bar(done: number, total: number, columns: number): string {
	const width = Math.max(4, Math.min(60, columns - 8));
	const full = total === 0 ? 0 : Math.floor((done / total) * width);
	const percent = total === 0 ? 0 : Math.floor((done / total) * 100);
	return `[${paint('applied', glyphs.done.repeat(full))}${paint('quiet', glyphs.todo.repeat(width - full))}] ${String(percent).padStart(3)}%`;
}

function stepRow(migration: string, {state, milliseconds}: StepState, width: number): string {
	const name = fit(safe(migration), width);
	switch (state) {
		case 'done':
			return `${paint('success', glyphs.applied)} ${name}  ${paint('success', 'OK')}  ${paint('quiet', duration(milliseconds ?? 0))}`;
		case 'failed':
			return `${paint('alarm', glyphs.failed)} ${name}  ${paint('alarm', 'FAILED')}`;
		case 'running':
			return `${paint('warning', glyphs.running)} ${paint('strong', name)}  ${paint('warning', 'running')}`;
		default:
			return paint('quiet', `${glyphs.unapplied} ${name}`);
	}
}

export function sqlRows(sql: string, inside: number): string[] {
	return wrap(safe(sql).replaceAll('\t', '  '), inside - 4).map(line =>
		paint('quiet', `    ${line}`),
	);
}

function closeKey(): string {
	return `${paint('key', 'Esc')} close`;
}

function safe(text: string): string {
	return sanitise(text, {colour: false});
}
