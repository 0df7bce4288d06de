import type {Context} from '../../project/apps/routes.ts';
import {redact, redactNamed} from '../../terminal/redact.ts';
import {plural} from '../../words/plural.ts';
import {type Html, html} from './html.ts';

/** What a request sent to the database. */
export interface Statements {
	count: number;
	/** Of all of them. */
	milliseconds: number;
	/** The last ones. */
	last: Statement[];
}

export interface Statement {
	/** With `?` for its values. */
	sql: string;
	values: readonly unknown[];
	/** Undefined for the start and the end of a transaction. */
	milliseconds?: number;
	failed: boolean;
}

/** In UTF-16 units. */
const longestStatement = 1000;

/** For the developer: what the request sent to the database, without secrets. */
export function statementList(statements: Statements | undefined, {settings}: Context): Html | '' {
	if (!statements?.count) return '';
	const {count, milliseconds, last} = statements;
	const skipped = count - last.length;
	const item = ({sql, values, milliseconds: took, failed}: Statement) => {
		const shown = values.map(value => redactNamed(sql, valueText(value), settings)).join(', ');
		return html`<li>
<pre>${shortened(redact(sql, settings))}</pre>
<p class="quiet">${failed ? html`<span class="wrong">failed</span> · ` : ''}${took === undefined ? '' : `${took} ms`}${shown && html` · <code>${shown}</code>`}</p>
</li>
`;
	};
	return html`<details>
<summary><h2>${plural(count, 'SQL statement')}, ${milliseconds} ms</h2></summary>
${skipped > 0 ? html`<p class="quiet">The last ${last.length} are shown.</p>` : ''}
<ol start="${skipped + 1}" class="statements">
${last.map(item)}</ol>
</details>
`;
}

function shortened(sql: string): string {
	return sql.length > longestStatement ? `${sql.slice(0, longestStatement)}…` : sql;
}

function valueText(value: unknown): string {
	return value instanceof Uint8Array ? `${value.length} bytes` : (JSON.stringify(value) ?? 'null');
}
