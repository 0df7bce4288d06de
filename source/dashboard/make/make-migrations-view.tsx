import {MessageSheet} from '../components/message-sheet.tsx';
import {closeHint, keyHint} from '../drawing/key-hints.ts';
import type {MakeMigrationsDialog} from './dialog.ts';
import {MadeSheet} from './made-sheet.tsx';
import {QuestionSheet} from './question-sheet.tsx';

export function MakeMigrationsView({dialog}: {dialog: MakeMigrationsDialog}) {
	const look = {title: ['Make migrations', ...dialog.words].join(' '), wanted: 90};
	const esc = (first: string) =>
		dialog.hasAnswers ? keyHint('Esc', 'back to the previous question') : first;
	const {failure, question} = dialog.made;
	switch (dialog.phase) {
		case 'failed':
			return (
				<MessageSheet
					{...look}
					meaning="error"
					message={failure!.message}
					hint={failure!.hint}
					esc={esc(closeHint())}
				/>
			);
		case 'asking':
			return (
				<QuestionSheet
					{...look}
					form={question!}
					esc={esc(keyHint('Esc', 'cancel, nothing is written'))}
				/>
			);
		default:
			return <MadeSheet {...look} dialog={dialog} esc={esc(keyHint('Esc', 'cancel'))} />;
	}
}
