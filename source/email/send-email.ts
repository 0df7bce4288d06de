import type {EmailSettings} from './deliver.ts';
import type {Email} from './message.ts';

/**
 * Sends an e-mail as `settings.email` says: by SMTP, into a file, or to the console.
 * @throws CommandError `email-invalid` for addresses and subjects that could add headers; `email-failed`
 *   with the server's words; `not-written`
 * @example await sendEmail(context.settings, {to: 'ada@example.com', subject: 'Hello', text: 'Hello Ada'});
 */
export async function sendEmail(settings: EmailSettings, email: Email): Promise<void> {
	const {deliver} = await import('./deliver.ts');
	const printed = await deliver(settings, email);
	if (printed !== undefined) console.log(printed);
}
