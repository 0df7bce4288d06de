import {existsSync, readFileSync} from 'node:fs';
import type {Missing} from '../../errors/missing-table.ts';
import type {MigrationState} from '../../migrations/graph/state.ts';
import type {Context} from '../../project/apps/routes.ts';
import {type Html, html} from './html.ts';
import {migrateButton} from './migrate-button.ts';
import {answerWithPage, requestTable} from './page.ts';
import {requestDetails} from './request-details.ts';
import {type Frame, frameList} from './stack-frames.ts';
import {type Statements, statementList} from './statement-list.ts';

const debugNote = html`<p class="quiet">You see this because <code>debug</code> is on in the settings. In production, visitors get a plain page.</p>`;

/** An error, without secrets. */
interface Failure {
	message: string;
	hint?: string;
	frames: Frame[];
	statements?: Statements;
}

/** For the developer. */
export function showError(context: Context, {message, hint, frames, statements}: Failure): void {
	const [first = '', ...rest] = message.split('\n');
	answerWithPage(
		context,
		'Server error (500)',
		html`<h1>Server error <small>(500)</small></h1>
<p class="wrong"><strong>${first}</strong></p>
${rest.length > 0 ? html`<pre>${rest.join('\n')}</pre>` : ''}
${hint === undefined ? '' : html`<p class="hint">${hint}</p>`}
${requestTable(context)}
<h2>Where it happened</h2>
${frameList(frames)}
${statementList(statements, context)}
${requestDetails(context)}
${debugNote}`,
	);
}

/** For the developer: the database is unavailable. @param reason without secrets */
export function showDatabaseUnavailable(
	context: Context,
	reason: string,
	hint: string | undefined,
): void {
	answerWithPage(
		context,
		'Database unavailable (503)',
		html`<h1>Database unavailable <small>(503)</small></h1>
<p class="wrong"><strong>${reason}</strong></p>
<p class="hint">${hint} The server keeps running: reload this page when the database is back.</p>
${requestTable(context)}
${debugNote}`,
	);
}

/** For the developer. @param state undefined if the migrations cannot be read */
export function showMissing(
	context: Context,
	{kind, name}: Missing,
	state: MigrationState | undefined,
): void {
	answerWithPage(
		context,
		`No such ${kind}: ${name}`,
		html`<h1>No such ${kind}: <code>${name}</code> <small>(500)</small></h1>
<p>The database has no ${kind} <code>${name}</code>.${creator(creatorOf(name, state))}</p>
${state?.unapplied.length === 0 ? makeFirst : migrateFirst}
${pendingList(state?.unapplied.map(({id}) => id) ?? [])}
${state?.unapplied.length ? migrateButton(context.method === 'GET' ? context.originalUrl : context.path) : ''}
${requestTable(context)}
${debugNote}`,
	);
}

/** The first unapplied migration whose source mentions it. */
export function creatorOf(name: string, state: MigrationState | undefined): string | undefined {
	const pending = new Set(state?.unapplied.map(({id}) => id));
	const migrations = (state?.apps ?? []).flatMap(({migrations}) => migrations);
	return migrations.find(({id, path}) => pending.has(id) && namesInSource(path, name))?.id;
}

function creator(id: string | undefined): Html | '' {
	return id === undefined ? '' : html` The unapplied migration <code>${id}</code> creates it.`;
}

function namesInSource(file: string, name: string): boolean {
	const source = existsSync(file) ? readFileSync(file, 'utf8') : '';
	return source.split(/\W+/).includes(name);
}

const migrateFirst = html`<p class="hint">Run <code>quarterdeck migrate</code>, or press <kbd>M</kbd> in the dashboard, then reload this page.</p>`;

const makeFirst = html`<p class="hint">No unapplied migration creates it. Run <code>quarterdeck makemigrations</code> (<kbd>m</kbd> in the dashboard), then <code>quarterdeck migrate</code> (<kbd>M</kbd>), and reload this page.</p>`;

function pendingList(pending: string[]): Html | undefined {
	if (pending.length === 0) return undefined;
	return html`<h2>${pending.length} unapplied migration${pending.length === 1 ? '' : 's'}</h2>
<ul>
${pending.map(id => html`<li><code>${id}</code></li>\n`)}</ul>`;
}
