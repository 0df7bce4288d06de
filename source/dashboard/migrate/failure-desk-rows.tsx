import type {ReactNode} from 'react';
import {consentRows} from '../dialogs/consent-rows.tsx';
import {closeHint, keyHint, keyRows} from '../drawing/key-hints.ts';
import {keyOf} from '../input/key-names.ts';
import type {FailureDesk} from './failure-desk.ts';
import {type FailureRows, failureRows} from './failure-rows.ts';

export function deskRows({progress, canPage}: FailureDesk, inside: number): FailureRows {
	return failureRows(progress, inside, canPage ? `: ${keyOf('pager')} shows all` : '');
}

/** Below the failure: the remedies, or the question about the chosen one. */
export function deskKeys(desk: FailureDesk, inside: number): ReactNode[] {
	const {chosen} = desk;
	if (!chosen) return ['', ...keyRows(hintsOf(desk), inside)];
	return [
		'',
		`${chosen.remedy.label}?  quarterdeck migrate ${chosen.words.join(' ')}`,
		...consentRows(chosen.consent, inside, [keyHint('Esc', 'back')]),
	];
}

function hintsOf({remedies, file}: FailureDesk): string[] {
	return [
		...remedies.map(({key, label}) => keyHint(key, label)),
		...(file ? [keyHint(keyOf('edit'), 'edit the file')] : []),
		keyHint(keyOf('copy'), 'copy the error'),
		closeHint(),
	];
}
