import {useInside} from '../components/contexts.ts';
import {Rows} from '../components/rows.tsx';
import {useClock} from '../components/use-clock.ts';
import {pieceTime} from '../graphs/history.ts';
import type {Requests} from '../graphs/requests.ts';
import type {Usage} from '../graphs/usage.ts';
import {requestRows, usageRows} from './graph-rows.ts';

/** How many requests there were in the last ten minutes, and how long they took. */
export function RequestGraph({requests, height}: {requests: Requests; height: number}) {
	useClock(pieceTime);
	return <Rows>{requestRows(requests, useInside(), height)}</Rows>;
}

/** What the application takes of the processor and the memory. */
export function ProcessGraph({usage, height}: {usage: Usage; height: number}) {
	useClock(usage.wasBusy() ? pieceTime : undefined);
	return <Rows>{usageRows(usage, useInside(), height)}</Rows>;
}
