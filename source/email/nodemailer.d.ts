/** What is used of it; its own types are not needed to build. */
declare module 'nodemailer' {
	interface Transport {
		sendMail(message: object): Promise<{message: Buffer}>;
		close(): void;
	}
	export function createTransport(options: object): Transport;
}
