import {MessageSheet} from '../components/message-sheet.tsx';
import {keyHint} from '../drawing/key-hints.ts';
import {glyphs} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';
import {created, type SuperuserDialog} from './dialog.ts';
import {FormSheet} from './form-sheet.tsx';

const look = {title: 'Create superuser', wanted: 68};

export function SuperuserView({dialog}: {dialog: SuperuserDialog}) {
	if (dialog.failure) return <Failure dialog={dialog} />;
	if (dialog.phase !== 'created') return <FormSheet {...look} dialog={dialog} />;
	return <MessageSheet {...look} meaning="success" message={`${glyphs.applied} ${created}`} />;
}

/** With what the command has said before. */
function Failure({dialog}: {dialog: SuperuserDialog}) {
	const {message, hint} = dialog.failure!;
	const keys = dialog.isUnmigrated ? [keyHint(keyOf('migrate'), 'migrate')] : [];
	const all = [...dialog.notice, message].join('\n');
	return <MessageSheet {...look} meaning="error" message={all} hint={hint} keys={keys} />;
}
