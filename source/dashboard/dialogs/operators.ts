import type {Key} from '../../terminal/keys/key.ts';
import {safe} from '../drawing/foreign-text.ts';
import {closeHint} from '../drawing/key-hints.ts';
import type {Size} from '../drawing/layout.ts';
import {paint} from '../drawing/theme.ts';
import {shortTime} from '../drawing/times.ts';
import {Dialog, type Picture, widthFor} from '../state/dialog.ts';

export class OperatorsDialog extends Dialog {
	override draw({columns}: Size): Picture {
		const present = (this.session.project?.operators ?? []).map(({user, host, tty, pid, since}) => {
			const you = pid === process.pid ? paint('quiet', '  you') : '';
			const where = [tty, `pid ${pid}`, `since ${shortTime(since)}`].filter(Boolean).join('  ');
			return `${paint('strong', safe(`${user}@${host}`))}  ${safe(where)}${you}`;
		});
		const runs = this.session.activities.running.map(
			({command, operator, host, since}) =>
				`${paint('warning', `quarterdeck ${safe(command)}`)}  by ${safe(`${operator}@${host}`)} since ${shortTime(since)}`,
		);
		return {
			title: 'Who is connected',
			columns: widthFor(columns, 76),
			rows: [
				...(present.length > 0 ? present : [paint('quiet', 'No one else is connected.')]),
				...(runs.length > 0 ? ['', paint('strong', 'Running'), ...runs] : []),
			],
			below: ['', closeHint()],
		};
	}

	press(key: Key): boolean {
		return this.closeOrScroll(key, false);
	}
}
