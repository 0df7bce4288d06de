import {BottomLine} from '../components/bottom-line.tsx';
import {useWindow} from '../components/contexts.ts';
import {Field} from '../components/field.tsx';
import {paint} from '../drawing/theme.ts';
import type {LinePrompt} from './line-prompt.ts';

/** The field keeps at least so many columns beside a hint. */
const leastColumns = 20;

export function LinePromptView({dialog: {field, options}}: {dialog: LinePrompt}) {
	const {columns} = useWindow();
	const before = ` ${options.sign}`;
	const hints = [options.hint()].flat().map(hint => ` ${hint} `);
	const after = hints.find(({length}) => columns - length >= leastColumns) ?? '';
	return (
		<BottomLine>
			<Field
				before={before}
				field={field}
				columns={columns - before.length - after.length}
				after={paint('quiet', after)}
			/>
		</BottomLine>
	);
}
