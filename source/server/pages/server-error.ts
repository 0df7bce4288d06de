import {existsSync, readFileSync} from 'node:fs';
import type {Missing} from '../../errors/missing-table.ts';
import type {MigrationState} from '../../migrations/graph/state.ts';
import type {Context} from '../../project/apps/routes.ts';
import {type Html, html} from './html.ts';
import {migrateButton} from './migrate-button.ts';
import {answerWithPage, excerptSection, requestTable} from './page.ts';
import {requestDetails} from './request-details.ts';
import type {Excerpt} from './source-excerpt.ts';

const debugNote = html`<p class="quiet">You see this because <code>debug</code> is on in the settings. In production, visitors get a plain page.</p>`;

/** For the developer. @param stack without secrets */
export function showError(
	context: Context,
	stack: string,
	hint: string | undefined,
	excerpt: Excerpt | undefined,
): void {
	const [first = '', ...rest] = stack.split('\n');
	answerWithPage(
		context,
		'Server error (500)',
		html`<h1>Server error <small>(500)</small></h1>
<p class="wrong"><strong>${first}</strong></p>
${hint === undefined ? '' : html`<p class="hint">${hint}</p>`}
${requestTable(context)}
${excerptSection(excerpt)}
<h2>Where it happened</h2>
<pre>${rest.map(line => line.trim()).join('\n')}</pre>
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
<p>The database has no ${kind} <code>${name}</code>.${creator(name, state)}</p>
${state?.unapplied.length === 0 ? makeFirst : migrateFirst}
${pendingList(state?.unapplied.map(({id}) => id) ?? [])}
${state?.unapplied.length ? migrateButton(context.method === 'GET' ? context.originalUrl : context.path) : ''}
${requestTable(context)}
${debugNote}`,
	);
}

/** Names the first unapplied migration whose source mentions it. */
function creator(name: string, state: MigrationState | undefined): Html | '' {
	const pending = new Set(state?.unapplied.map(({id}) => id));
	const migrations = (state?.apps ?? []).flatMap(({migrations}) => migrations);
	const one = migrations.find(({id, path}) => pending.has(id) && namesInSource(path, name));
	return one ? html` The unapplied migration <code>${one.id}</code> creates it.` : '';
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
