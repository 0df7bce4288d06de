import type {Dashboard} from '../dashboard.ts';
import {safe} from '../foreign-text.ts';
import type {Key} from '../keystrokes.ts';
import type {Size} from '../layout.ts';
import {database} from '../panes/header.ts';
import {paint} from '../theme.ts';
import {Dialog, newField, type Picture, type Row, widthFor} from './dialog.ts';

/** Before anything touches a database of production: its name has to be typed. */
export class ConsentDialog extends Dialog {
	readonly #dashboard: Dashboard;
	readonly #what: string;
	readonly #then: () => void;

	/** @param what is about to be done: `Create a superuser` */
	constructor(dashboard: Dashboard, what: string, then: () => void) {
		super();
		this.#dashboard = dashboard;
		this.#what = what;
		this.#then = then;
		this.field = newField('consent');
	}

	draw({columns}: Size): Picture {
		const width = widthFor(columns, 72);
		const {status} = this.#dashboard.status.snapshot();
		return {
			title: `${this.#what}?`,
			columns: width,
			meaning: 'alarm',
			rows: [
				`${paint('production', ' PRODUCTION ')}   ${status ? database(status.database) : ''}`,
				'',
				...typedName(this, databaseName(this.#dashboard), width - 4),
			],
		};
	}

	press({name}: Key): boolean {
		if (name === 'Esc') this.close();
		else if (name === '^U') this.setField('');
		else if (name === 'Enter' && this.field!.value === databaseName(this.#dashboard)) {
			this.close();
			this.#then();
		}
		return true;
	}
}

/** The rows that ask for the name of the database, into the dialog's field. */
export function typedName({field}: Dialog, name: string, inside: number, why = ''): Row[] {
	const before = `${why}Type the database name to go on: `;
	const short = before.length + 8 > inside ? 'Database name: ' : before;
	const columns = Math.max(8, Math.min(inside - short.length, name.length + 8));
	return [
		{before: paint('alarm', short), field: field!, columns},
		`${paint('strong', safe(name))}   ${paint('key', 'Enter')} works on a match only   ${paint('key', 'Esc')} cancel`,
	];
}

export function databaseName(dashboard: Dashboard): string {
	return dashboard.status.snapshot().status?.database.name ?? '';
}
