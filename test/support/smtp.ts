import {once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import type {TestContext} from 'node:test';

export interface Received {
	from: string;
	to: string[];
	/** The message with its headers. */
	text: string;
}

export interface SmtpServer {
	/** `127.0.0.1:41234` */
	host: string;
	received: Received[];
	/** Resolves with the next message. */
	next(): Promise<Received>;
	/** Every line that clients sent, but messages. */
	lines: string[];
}

/**
 * A mail server that accepts everything until the test ends.
 * @param answers instead of the usual one, by a command's first word; undefined never answers
 */
export async function smtpServer(
	t: Pick<TestContext, 'after'>,
	answers: Record<string, string | undefined | ((line: string) => string)> = {},
): Promise<SmtpServer> {
	const sockets = new Set<Socket>();
	const state = {received: [] as Received[], lines: [] as string[]};
	let arrived = Promise.withResolvers<Received>();
	const server = createServer(socket => {
		sockets.add(socket.on('error', () => {}));
		let rest = '';
		let message: Received = {from: '', to: [], text: ''};
		let isData = false;
		const answer = (word: string, line: string, usual: string) => {
			const wanted = word in answers ? answers[word] : usual;
			const text = typeof wanted === 'function' ? wanted(line) : wanted;
			if (text !== undefined) socket.write(`${text}\r\n`);
		};
		const usual: Record<string, string> = {
			...{EHLO: '250-here\r\n250 AUTH PLAIN LOGIN', DATA: '354 go on', QUIT: '221 bye'},
			...{AUTH: '235 welcome', STARTTLS: '454 no TLS here'},
		};
		const take = (line: string) => {
			if (isData && line === '.') {
				isData = false;
				state.received.push(message);
				arrived.resolve(message);
				arrived = Promise.withResolvers();
				message = {from: '', to: [], text: ''};
				return answer('.', line, '250 queued');
			}
			if (isData) {
				message.text += `${line.replace(/^\./, '')}\r\n`;
				return;
			}
			state.lines.push(line);
			const word = line.split(/[ :]/)[0]!.toUpperCase();
			if (word === 'MAIL') message.from = /<(.*)>/.exec(line)![1]!;
			if (word === 'RCPT') message.to.push(/<(.*)>/.exec(line)![1]!);
			if (word === 'DATA' && !('DATA' in answers)) isData = true;
			answer(word, line, usual[word] ?? '250 ok');
		};
		answer('greeting', '', '220 here');
		socket.setEncoding('utf8').on('data', chunk => {
			const lines = (rest + chunk).split('\r\n');
			rest = lines.pop()!;
			for (const line of lines) take(line);
		});
	}).listen(0, '127.0.0.1');
	t.after(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	await once(server, 'listening');
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {host, ...state, next: () => arrived.promise};
}
