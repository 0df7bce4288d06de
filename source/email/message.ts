import {CommandError} from '../errors/command-error.ts';

/** An e-mail for `sendEmail`. */
export interface Email {
	/** `ada@example.com` or `Ada <ada@example.com>`; or a list. */
	to: string | string[];
	subject: string;
	text: string;
	/** The same for readers that show HTML. It is sent as it is: escape what others wrote. */
	html?: string;
}

export interface Mailbox {
	name: string;
	address: string;
}

const mailbox = /^(?:([^<>\p{C}]*?)\s*<([^<>]*)>|([^<>]*))$/u;
const address = /^[^\s@"<>(),:;\\[\]\p{C}]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u;

/** @returns undefined if it is not one address, or could add a header */
export function mailboxOf(text: string): Mailbox | undefined {
	const [, name = '', inBrackets, alone] = mailbox.exec(text.trim()) ?? [];
	const found = inBrackets ?? alone ?? '';
	return address.test(found) ? {name: name.replaceAll('"', ''), address: found} : undefined;
}

/**
 * What nodemailer sends. Addresses are parsed here, so that none becomes two or a header.
 * @throws CommandError `email-invalid`
 */
export function messageOf({to, subject, text, html}: Email, from: string) {
	if (/\p{Cc}|\p{Zl}|\p{Zp}/u.test(subject)) {
		throw invalid('The subject of an e-mail has a line break or another control character.');
	}
	const all = [to].flat();
	if (all.length === 0) throw invalid('The e-mail has no recipient.');
	return {from: parsed(from), to: all.map(parsed), subject, text, html, date: new Date()};
}

function parsed(text: string): Mailbox {
	const found = mailboxOf(text);
	if (found) return found;
	throw invalid(`${JSON.stringify(text)} is not an e-mail address.`);
}

function invalid(sentence: string): CommandError {
	return new CommandError(sentence, {code: 'email-invalid', hint: 'Nothing was sent.'});
}
