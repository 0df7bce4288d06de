import {useSheetWidth} from '../components/contexts.ts';
import {Sheet} from '../components/sheet.tsx';
import {databaseText} from '../drawing/foreign-text.ts';
import {paint} from '../drawing/theme.ts';
import {consentRows} from './consent-rows.tsx';
import type {ProductionDialog} from './production.ts';

export function ProductionSheet({dialog: {what, consent, session}}: {dialog: ProductionDialog}) {
	const {columns, inside} = useSheetWidth(72);
	const place = session.project ? databaseText(session.project.database) : '';
	return (
		<Sheet title={`${what}?`} columns={columns} meaning="error">
			{`${paint('production', ' PRODUCTION ')}   ${place}`}
			{''}
			{consentRows(consent, inside, [])}
		</Sheet>
	);
}
