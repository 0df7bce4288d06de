import path from 'node:path';
import {CommandError, messageOf as reasonOf} from '../errors/command-error.ts';
import type {CompleteSettings} from '../project/settings/settings.ts';
import {ensureStateFolder} from '../runs/state-folder.ts';
import {writeTogether} from '../system/atomic-file.ts';
import {randomName} from '../system/random-name.ts';
import {redact} from '../terminal/redact.ts';
import {sanitise} from '../terminal/sanitise.ts';
import {type Email, type Mailbox, messageOf} from './message.ts';

/** Milliseconds; nodemailer would wait for ten minutes. A URL sets others: `?connectionTimeout=5000`. */
const patience = {
	...{dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000},
	socketTimeout: 30_000,
};

export type EmailSettings = Pick<CompleteSettings, 'email'>;

/** See `sendEmail`. @returns what is to be printed, of the transport `console` */
export async function deliver(settings: EmailSettings, email: Email): Promise<string | undefined> {
	const {transport, from, root} = settings.email;
	const message = messageOf(email, from);
	if (transport === 'console') return printable(message);
	const {createTransport} = await import('nodemailer');
	const noFiles = {disableFileAccess: true, disableUrlAccess: true};
	if (transport === 'file') {
		const options = {streamTransport: true, buffer: true, newline: 'windows', ...noFiles};
		const composed = await createTransport(options).sendMail(message);
		const name = `${message.date.toISOString().replaceAll(':', '-')}-${randomName(8)}.eml`;
		const folder = ensureStateFolder(root, 'emails');
		writeTogether([{path: path.join(folder, name), text: String(composed.message), mode: 0o600}]);
		return undefined;
	}
	const {hostname, password} = new URL(transport);
	// A password is never sent in clear text, but on this machine.
	const requireTLS = password !== '' && !/^(?:localhost|127\..*|\[::1\])$/.test(hostname);
	const connection = createTransport({url: transport, ...patience, requireTLS, ...noFiles});
	try {
		await connection.sendMail(message);
	} catch (error) {
		throw failure(error, settings.email.transport, hostname);
	} finally {
		connection.close();
	}
	return undefined;
}

/** Servers may repeat what they were sent, as it was sent: in base64. */
function failure(error: unknown, transport: string, hostname: string): CommandError {
	const {username, password} = new URL(transport);
	const [user, secret] = [username, password].map(decodeURIComponent) as [string, string];
	const encoded = [secret, `\0${user}\0${secret}`].map(text =>
		Buffer.from(text).toString('base64'),
	);
	const words = [...encoded, secret, password]
		.filter(Boolean)
		.reduce((text, one) => text.replaceAll(one, '…'), reasonOf(error));
	const reason = sanitise(redact(words), {colour: false}).replaceAll(/\s+/g, ' ');
	return new CommandError(
		`The e-mail could not be sent through ${hostname}: ${reason.replace(/\.?$/, '.')}`,
		{
			code: 'email-failed',
			reason,
			hint: 'Check settings.email.transport.',
		},
	);
}

function printable({from, to, subject, date, text}: ReturnType<typeof messageOf>): string {
	const nameOf = ({name, address}: Mailbox) => (name ? `${name} <${address}>` : address);
	const headers = `Subject: ${subject}\nFrom: ${nameOf(from)}\nTo: ${to.map(nameOf).join(', ')}\nDate: ${date.toUTCString()}`;
	return sanitise(`${headers}\n\n${text}\n${'-'.repeat(79)}`, {colour: false});
}
