import {useSheetWidth} from '../components/contexts.ts';
import {Sheet} from '../components/sheet.tsx';
import {safe} from '../drawing/foreign-text.ts';
import {closeHint} from '../drawing/key-hints.ts';
import {paint} from '../drawing/theme.ts';
import {shortTime} from '../drawing/times.ts';
import type {Session} from '../state/session.ts';
import type {OperatorsDialog} from './operators.ts';

export function OperatorsView({dialog: {session}}: {dialog: OperatorsDialog}) {
	const {columns} = useSheetWidth(76);
	const present = presentRows(session);
	const runs = runRows(session);
	return (
		<Sheet title="Who is connected" columns={columns} hints={[closeHint()]}>
			{present.length > 0 ? present : paint('quiet', 'No one else is connected.')}
			{runs.length > 0 && ['', paint('strong', 'Running'), ...runs]}
		</Sheet>
	);
}

function presentRows({project}: Session): string[] {
	return (project?.operators ?? []).map(({user, host, tty, pid, since}) => {
		const you = pid === process.pid ? paint('quiet', '  you') : '';
		const where = [tty, `pid ${pid}`, `since ${shortTime(since)}`].filter(Boolean).join('  ');
		return `${paint('strong', safe(`${user}@${host}`))}  ${safe(where)}${you}`;
	});
}

function runRows({activities}: Session): string[] {
	return activities.running.map(({command, operator, host, since}) => {
		const line = paint('warning', `quarterdeck ${safe(command)}`);
		return `${line}  by ${safe(`${operator}@${host}`)} since ${shortTime(since)}`;
	});
}
