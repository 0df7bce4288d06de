import {useSheetWidth} from '../components/contexts.ts';
import {Field} from '../components/field.tsx';
import {Sheet} from '../components/sheet.tsx';
import {paragraph, safe} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import {glyphs, paintSelected} from '../drawing/theme.ts';
import type {QuestionForm} from './question-form.ts';

interface Props {
	title: string;
	/** The preferred columns, with borders. */
	wanted: number;
	form: QuestionForm;
	/** What Esc does. */
	esc: string;
}

export function QuestionSheet({title, wanted, form, esc}: Props) {
	const {columns, inside} = useSheetWidth(wanted);
	const {question, field, mistake} = form;
	const label = 'SQL expression ';
	return (
		<Sheet title={title} columns={columns} hints={[keyHint('Enter', 'answer'), esc]}>
			{paragraph(question.text, inside)}
			{''}
			{question.choices.map((choice, index) => choiceRow(form, choice, index))}
			{field && (
				<Field
					key="answer"
					field={field}
					before={label}
					columns={Math.max(8, inside - label.length - 1)}
				/>
			)}
			{mistake && paragraph(mistake, inside, 'error')}
		</Sheet>
	);
}

function choiceRow({question, chosen}: QuestionForm, choice: string, index: number): string {
	const text = question.kind.startsWith('rename') ? renameText(choice) : choice;
	const mark = index === chosen ? glyphs.selected : ' ';
	const row = `${mark} ${index + 1}  ${safe(text)}`;
	return index === chosen ? paintSelected(row) : row;
}

function renameText(choice: string): string {
	return choice === 'removed' ? 'no, it was removed' : `renamed to ${choice}`;
}
