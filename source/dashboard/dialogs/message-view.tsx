import {MessageSheet} from '../components/message-sheet.tsx';
import {keyHint} from '../drawing/key-hints.ts';
import type {MessageDialog} from './message.ts';

export function MessageView({dialog: {message}}: {dialog: MessageDialog}) {
	const {choices = [], ...texts} = message;
	const keys = choices.map(({key, label}) => keyHint(key, label));
	return <MessageSheet {...texts} wanted={76} keys={keys} />;
}
