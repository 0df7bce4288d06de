import {useSheetWidth} from '../components/contexts.ts';
import {Sheet} from '../components/sheet.tsx';
import {safe} from '../drawing/foreign-text.ts';
import {paint} from '../drawing/theme.ts';
import {deskKeys, deskRows} from './failure-desk-rows.tsx';
import {planRows} from './plan-rows.ts';
import type {UnfinishedDialog} from './unfinished-dialog.ts';

export function UnfinishedSheet({dialog}: {dialog: UnfinishedDialog}) {
	const {migration, plan, desk} = dialog;
	const {columns, inside} = useSheetWidth(110);
	return (
		<Sheet
			title={`Migrate: ${safe(migration)} did not finish`}
			columns={columns}
			meaning="error"
			below={deskKeys(desk, inside)}
		>
			{deskRows(desk, inside).rows}
			{plan.steps.length > 0 && [
				'',
				paint('strong', 'What runs after it:'),
				...planRows(plan, inside),
			]}
		</Sheet>
	);
}
