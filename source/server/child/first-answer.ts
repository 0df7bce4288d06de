import {subscribe, unsubscribe} from 'node:diagnostics_channel';
import {sendToRunner} from './runner-channel.ts';

/** Tells the runner once that somebody has got an answer. */
export function reportFirstAnswer(): void {
	const channel = 'http.server.response.finish';
	subscribe(channel, function report() {
		unsubscribe(channel, report);
		sendToRunner({type: 'answered'});
	});
}
