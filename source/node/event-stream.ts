import type {ServerResponse} from 'node:http';

/** Headers that were given to `writeHead` are only in the head that is sent, which Node documents nowhere. */
export function isEventStream(response: ServerResponse): boolean {
	const {_header: head} = response as {_header?: string | null};
	const text = head || `Content-Type: ${response.getHeader('Content-Type')}`;
	return /^content-type: *text\/event-stream/im.test(text);
}
