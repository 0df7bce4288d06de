import path from 'node:path';
import type {Problem} from '../../runs/project-status.ts';
import type {PanePlace} from '../components/pane.tsx';
import {insideOf} from '../drawing/border.ts';
import {paragraph, safe} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import {keyOf} from '../input/key-names.ts';
import {DetailFrame} from './detail-frame.tsx';

interface Props {
	place: PanePlace;
	root: string;
	problems: Problem[];
}

/** What to do about the problems that take the place of the list. */
export function ProblemDetail({place, root, problems}: Props) {
	const {columns} = insideOf(place);
	const steps = problems.flatMap(problem => stepsOf(problem, root, columns));
	return (
		<DetailFrame place={place} title="Next steps" opens={false}>
			{[...steps, keyHint(keyOf('reread'), 'read the project again')]}
		</DetailFrame>
	);
}

function stepsOf({hint, file, line}: Problem, root: string, inside: number): string[] {
	const name = file && safe(path.relative(root, path.resolve(root, file)));
	const place = line === undefined ? name : `${name}:${line}`;
	return [
		...(hint ? paragraph(hint, inside) : []),
		...(place ? [keyHint(keyOf('edit'), `open ${place}`)] : []),
		'',
	];
}
