import {useEffect} from 'react';
import {useStore} from '../components/contexts.ts';
import type {Preview} from '../sql/preview.ts';
import type {Previews} from '../sql/previews.ts';

/** Milliseconds that a selection rests before its SQL is read. */
const rest = 200;

/** Reads it for as long as the component is on the screen. @param migration nothing is read without it */
export function usePreview(
	previews: Previews,
	migration: string | undefined,
	backwards = false,
): Preview | undefined {
	useStore(previews);
	useEffect(
		() => (migration === undefined ? undefined : previews.want({migration, backwards}, rest)),
		[previews, migration, backwards],
	);
	return migration === undefined ? undefined : previews.of({migration, backwards});
}
